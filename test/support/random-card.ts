import fc from 'fast-check';
import type { Block, Button, Card } from '../../src/conversation/card.ts';

/** What random cards are made of for one channel. */
export type RandomCardParts = {
  /** Words that the channel could take for something else. */
  readonly specials: readonly string[];
  readonly numbers: readonly string[];
  /** 1: nothing that a person reads is empty. */
  readonly least: 0 | 1;
  readonly mostOptions: number;
  readonly mostFields: number;
  /** What stands in a field may be longer than anybody types. */
  readonly longValues: boolean;
};

/** Cards of any make: far more than the product draws, with any characters. Out: by `form`, cards with fields to fill in or without. */
export function randomCards(of: RandomCardParts): (form: boolean) => fc.Arbitrary<Card> {
  const word = fc.oneof(
    fc.constantFrom(...of.specials),
    fc.string({ unit: 'grapheme', minLength: of.least, maxLength: 12 }),
  );
  const short = fc
    .array(word, { minLength: of.least, maxLength: 8 })
    .map((words) => `${of.least > 0 ? 'x' : ''}${words.join(' ')}`);
  const long = fc.oneof(
    short,
    fc.tuple(short, fc.integer({ min: 1, max: 300 })).map(([text, times]) => `${text} `.repeat(times)),
  );
  const token = fc.constant('');
  const phone = fc.record({
    label: short,
    number: fc.constantFrom(...of.numbers),
  });
  const options = (most: number) =>
    fc.array(
      fc.record(
        { token, label: short, help: short, chosen: fc.boolean() },
        { requiredKeys: ['token', 'label'] },
      ),
      { minLength: 1, maxLength: most, size: 'max' },
    );

  /** What has to be there whatever happens comes in numbers that every channel has room for. */
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
      items: fc.array(short, { minLength: of.least, maxLength: 40 }),
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
      options: options(of.mostOptions),
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
      value: of.longValues ? long : short,
      multiline: fc.boolean(),
      date: fc.boolean(),
      required: fc.boolean(),
      maxLength: fc.integer({ min: of.least, max: 5000 }),
    },
    { requiredKeys: ['kind', 'id', 'label', 'maxLength'] },
  );
  const details: fc.Arbitrary<Block> = fc.record({
    kind: fc.constant('details' as const),
    summary: short,
    blocks: fc.oneof(
      fc.array(fc.record({ kind: fc.constant('options' as const), options: options(3) }), { maxLength: 1 }),
      fc.array(fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: needed }), { maxLength: 8 }),
    ),
  });
  const button: fc.Arbitrary<Button> = fc.record({
    token,
    label: short,
    style: fc.constantFrom('primary', 'danger', 'plain'),
    submits: fc.boolean(),
  });

  const randomCard = (form: boolean): fc.Arbitrary<Card> => {
    const open = fc.array(fc.oneof({ weight: 12, arbitrary: plain }, { weight: 1, arbitrary: details }), {
      maxLength: 60,
      size: 'max',
    });
    const fields = form
      ? fc.array(fc.oneof(select, input), { minLength: 1, maxLength: of.mostFields })
      : fc.constant([]);
    const blocks = fc.tuple(open, fc.array(needed, { maxLength: 4 }), fields).chain(([some, others, more]) =>
      fc.shuffledSubarray([...some, ...others, ...more], {
        minLength: some.length + others.length + more.length,
      }),
    );
    const card = fc.record(
      {
        title: short,
        summary: short,
        banner: short,
        blocks,
        buttons: fc.array(button, { maxLength: 5 }),
        window: fc.constant(true as const),
      },
      { requiredKeys: ['title', 'summary', 'blocks', 'buttons'] },
    );
    return card.map(eachItsOwn);
  };

  return randomCard;
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
