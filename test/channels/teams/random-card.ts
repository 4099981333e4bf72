import fc from 'fast-check';
import type { Block, Button, Card } from '../../../src/conversation/card.ts';

/** Cards of any make: far more than the product draws, with any characters; but nothing that a person reads is empty. */

const word = fc.oneof(
  fc.constantFrom(
    '**bold**',
    '[x](https://x)',
    '<b>',
    '_a_',
    '`c`',
    '&amp;',
    '> quoted',
    '- x',
    '1. x',
    '👩‍👧',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
);
const short = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => `x${words.join(' ')}`);
const long = fc.oneof(
  short,
  fc.tuple(short, fc.integer({ min: 1, max: 300 })).map(([text, times]) => `${text} `.repeat(times)),
);
const token = fc.constant('');
const phone = fc.record({
  label: short,
  number: fc.constantFrom('999', '01632 960100', '+44 1632 960101'),
});
const options = (most: number) =>
  fc.array(
    fc.record(
      { token, label: short, help: short, chosen: fc.boolean() },
      { requiredKeys: ['token', 'label'] },
    ),
    { minLength: 1, maxLength: most, size: 'max' },
  );

/** What has to be there whatever happens comes in numbers that Teams has room for. */
const needed: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('phones' as const), phones: fc.array(phone, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('text' as const), text: short, tone: fc.constant('warning' as const) }),
  fc.record({ kind: fc.constant('options' as const), options: options(3) }),
);
const plain: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: long }),
  fc.record({
    kind: fc.constant('text' as const),
    text: long,
    tone: fc.constantFrom('lead' as const, 'quiet'),
  }),
  fc.record({ kind: fc.constant('heading' as const), text: long }),
  fc.record({
    kind: fc.constant('list' as const),
    items: fc.array(short, { minLength: 1, maxLength: 40 }),
    ordered: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('quote' as const), text: long, source: short }),
  fc.record({
    kind: fc.constant('rows' as const),
    rows: fc.array(fc.record({ label: short, value: long }), { maxLength: 30, size: 'large' }),
  }),
);
const select: fc.Arbitrary<Block> = fc.record(
  {
    kind: fc.constant('select' as const),
    id: fc.constant(''),
    label: short,
    hint: short,
    error: short,
    several: fc.boolean(),
    required: fc.boolean(),
    options: options(20),
  },
  { requiredKeys: ['kind', 'id', 'label', 'options'] },
);
const input: fc.Arbitrary<Block> = fc.record(
  {
    kind: fc.constant('input' as const),
    id: fc.constant(''),
    label: short,
    hint: short,
    error: short,
    value: short,
    multiline: fc.boolean(),
    date: fc.boolean(),
    required: fc.boolean(),
    maxLength: fc.integer({ min: 1, max: 5000 }),
  },
  { requiredKeys: ['kind', 'id', 'label', 'maxLength'] },
);
const details: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('details' as const),
  summary: short,
  blocks: fc.array(fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: needed }), {
    maxLength: 8,
  }),
});
const button: fc.Arbitrary<Button> = fc.record({
  token,
  label: short,
  style: fc.constantFrom('primary', 'danger', 'plain'),
  submits: fc.boolean(),
});

/** `form`: with fields to fill in. */
export function randomCard(form: boolean): fc.Arbitrary<Card> {
  const open = fc.array(fc.oneof({ weight: 12, arbitrary: plain }, { weight: 1, arbitrary: details }), {
    maxLength: 60,
    size: 'max',
  });
  const fields = form ? fc.array(fc.oneof(select, input), { minLength: 1, maxLength: 4 }) : fc.constant([]);
  const blocks = fc.tuple(open, fc.array(needed, { maxLength: 4 }), fields).chain(([some, others, more]) =>
    fc.shuffledSubarray([...some, ...others, ...more], {
      minLength: some.length + others.length + more.length,
    }),
  );
  const card = fc.record(
    { title: short, summary: short, banner: short, blocks, buttons: fc.array(button, { maxLength: 5 }) },
    { requiredKeys: ['title', 'summary', 'blocks', 'buttons'] },
  );
  return card.map(eachItsOwn);
}

/** Every control and field is one alone, as in any card that was drawn. */
function eachItsOwn(card: Card): Card {
  let last = 0;
  return JSON.parse(JSON.stringify(card), (key, value) => {
    if (key !== 'token' && key !== 'id') return value;
    last += 1;
    return `${key}${last}`;
  });
}
