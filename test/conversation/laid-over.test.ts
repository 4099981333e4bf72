import { beforeAll, describe, expect, test } from 'vitest';
import { breaksLimits } from '../../src/channels/teams/limits.ts';
import { renderCard } from '../../src/channels/teams/render.ts';
import type { Dialog } from '../../src/check/dialog.ts';
import { type Answers, OUTCOMES, type Outcome, TELL_VALUES } from '../../src/check/facts.ts';
import type { LocalDialog } from '../../src/check/local-dialog.ts';
import { localFileSchema } from '../../src/check/local-dialog.ts';
import { compilePolicy } from '../../src/check/policy.ts';
import { layOver } from '../../src/content/lay-over.ts';
import type { Content } from '../../src/content/load-all.ts';
import { pageOf } from '../../src/content/page-of.ts';
import { decisionBody, openedBody } from '../../src/conversation/bodies.ts';
import type { Block, Card } from '../../src/conversation/card.ts';
import { adviceCard } from '../../src/conversation/cards/advice-card.ts';
import { decisionCard } from '../../src/conversation/cards/decision-card.ts';
import { questionCard } from '../../src/conversation/cards/question-card.ts';
import type { View } from '../../src/conversation/cards/view.ts';
import { whyCard } from '../../src/conversation/cards/why-card.ts';
import type { TurnContext } from '../../src/conversation/context.ts';
import { converse } from '../../src/conversation/converse.ts';
import { newCheck } from '../../src/conversation/new-check.ts';
import { position } from '../../src/conversation/stage.ts';
import type { Action, CheckState, Given } from '../../src/conversation/state.ts';
import { casesOf } from '../../src/records/case.ts';
import { recordSchema } from '../../src/records/record-schema.ts';
import { sheetOf } from '../../src/records/sheet.ts';
import { fakeAsks } from '../support/fake-asks.ts';
import { shippedContent, startHouse } from '../support/house.ts';
import { loadShipped } from '../support/load-policy.ts';
import { allBlocks, cardText } from '../support/transcript/card-text.ts';
import { coreDriver } from '../support/transcript/core-driver.ts';

const OWNER = 'Larkfield School';
const ASKED = `Asked by ${OWNER}, not by the guidance`;
const THEIRS = `in the words of ${OWNER}`;
const AT = '2026-11-23T10:15:00.000Z';

let content: Content;
let shipped: Dialog;
beforeAll(async () => {
  content = await shippedContent();
  ({ dialog: shipped } = await loadShipped());
});

/** The shipped dialog without what the example school lays over it, or with this instead. */
function dialogWith(local?: unknown): Dialog {
  return local === undefined ? shipped : layOver(shipped, localFileSchema.parse(local), OWNER);
}

function contextFor(dialog: Dialog): TurnContext {
  const { guidance, deployment } = content;
  const [person] = deployment.people;
  const cited = guidance.find(({ id }) => id === dialog.guidance);
  if (cited === undefined || person === undefined) throw new Error('content was not checked');
  let count = 0;
  const next = () => String(++count);
  return {
    now: AT,
    channel: 'teams',
    userId: person.id,
    person,
    deployment,
    dialog,
    policy: compilePolicy(dialog, pageOf(cited)),
    guidance,
    ...fakeAsks(guidance),
    draw: {
      id: next,
      token: () => `t${next()}`,
      nonce: () => 'ab'.repeat(32),
      reference: () => 'SC-AAAA-AAAA',
    },
    rehearsal: false,
    recording: true,
    notArrived: false,
    standing: null,
    queue: [],
    routes: { text: false, email: false, webhook: false },
    records: [],
    sheet: null,
    places: deployment.notifications.channels,
    paths: 1,
  };
}

/** Somebody who has given these answers, and what they can be shown. */
function having(ctx: TurnContext, answers: Answers, changes: Partial<CheckState> = {}) {
  const given = Object.entries(answers).map(
    ([fact, value]) => ({ fact, value, question: '', answeredAt: AT, source: 'asked' }) as Given,
  );
  const check: CheckState = { ...newCheck(ctx), given, early: true, ...changes };
  const tokens: Record<string, Action> = {};
  const mint = (action: Action): string => {
    const token = ctx.draw.token();
    tokens[token] = action;
    return token;
  };
  const view: View = { ctx, check, at: position(ctx.policy, check), mint };
  return { view, check, tokens };
}

/** Answers to each outcome. */
const TO: Readonly<Record<Outcome, Answers>> = {
  'share-now': { urgency: 'immediate' },
  share: {
    urgency: 'not-urgent',
    risk: 'clear',
    purpose: 'offer',
    recipient: 'childrens-social-care',
    necessity: 'needed-minimum',
    mandate: 'none',
    accuracy: 'accurate',
    route: 'secure',
  },
  'fix-then-share': { urgency: 'not-urgent', risk: 'clear', purpose: 'offer', mandate: 'none' },
  'talk-first': {
    urgency: 'not-urgent',
    risk: 'support-only',
    purpose: 'offer',
    recipient: 'family-support-role',
    necessity: 'needed-minimum',
    mandate: 'none',
    views: 'not-asked',
    telling: 'safe',
  },
  'seek-advice': { urgency: 'not-urgent', risk: 'unsure' },
  'plan-first': { urgency: 'not-urgent', risk: 'none', purpose: 'planned' },
  'do-not-share-yet': { urgency: 'not-urgent', risk: 'none', purpose: 'offer', mandate: 'none' },
};

const toDo = (id: string, when?: object) => ({
  id,
  asks: 'record',
  title: `Do ${id} our way`,
  text: `This is how ${id} is done.`,
  ...(when === undefined ? {} : { when }),
});
const CONTACTS = [
  { name: 'Early help', what: 'Helps a family.', phone: '01632 960120' },
  { name: 'The office', what: 'Knows the forms.', email: 'office@school.example' },
];
const QUESTION = {
  id: 'where',
  ask: 'Where did it come up?',
  options: [
    { value: 'school', label: 'At school' },
    { value: 'trip', label: 'On a trip' },
  ],
};

const folded = (card: Card) =>
  card.blocks.flatMap((block): readonly Block[] => (block.kind === 'details' ? allBlocks(block.blocks) : []));
const textOf = (blocks: readonly Block[]) => cardText({ title: '', summary: '', blocks, buttons: [] });

describe('the advice card', () => {
  test.each(OUTCOMES)('%s: what is added says whose it is, beside advice that stays as it was', (outcome) => {
    const ctx = contextFor(dialogWith({ obligations: [toDo('filing')], contacts: CONTACTS }));
    const { view } = having(ctx, TO[outcome]);
    expect(view.at.decision.outcome).toBe(outcome);
    const card = adviceCard(view);
    const all = textOf(allBlocks(card.blocks));
    expect(all).toContain(`Do filing our way (${ASKED})`);
    expect(all).toContain(`This is how filing is done. (${ASKED})`);
    expect(all).toContain(`Early help\n01632 960120\nHelps a family. (${THEIRS})`);
    expect(all).toContain(`The office: Knows the forms. (${THEIRS}) (office@school.example)`);

    const without = adviceCard(having(contextFor(dialogWith()), TO[outcome]).view);
    expect(textOf(allBlocks(without.blocks))).not.toContain(OWNER);
    expect(card.title).toBe(without.title);
    expect(card.summary).toBe(without.summary);
    expect(all.split('\n')).toEqual(expect.arrayContaining(textOf(allBlocks(without.blocks)).split('\n')));
  });

  test('share now: the five lines and numbers stay alone, the rest is folded', () => {
    const ctx = contextFor(dialogWith({ obligations: [toDo('filing')], contacts: CONTACTS }));
    const card = adviceCard(having(ctx, TO['share-now']).view);
    const bare = adviceCard(having(contextFor(dialogWith()), TO['share-now']).view);
    expect(cardText(card)).toBe(cardText(bare));
    const [five] = card.blocks.flatMap((block) => (block.kind === 'list' ? [block.items] : []));
    expect(five).toEqual(content.dialog.advice.emergency.lines);
    const phones = card.blocks.flatMap((block) => (block.kind === 'phones' ? block.phones : []));
    expect(phones.map(({ number }) => number)).toEqual(['999', '01632 960100']);
    const inside = textOf(folded(card));
    expect(inside).toContain(`Do filing our way (${ASKED})`);
    expect(inside).toContain('01632 960120');
  });

  test('words of an organisation stand beside the source, which stays', () => {
    const wording = {
      obligations: { secure: { text: 'Use our mail.' }, 'protect-identities': { title: 'Our own aim' } },
      fixes: { trim: { text: 'Cut it.' } },
    };
    const ctx = contextFor(dialogWith({ wording }));
    const all = textOf(allBlocks(adviceCard(having(ctx, TO.share).view).blocks));
    expect(all).toMatch(/^Send it in a secure way \(p13–14\)$/m);
    expect(all).toMatch(
      /^Send it in a secure way\. Use our mail\. \(in the words of Larkfield School; the guidance on this: “How .*, pages 13–14\)$/m,
    );
    expect(all).toMatch(
      /^Our own aim \(in the words of Larkfield School; the guidance on this: golden rule 5, p4\)$/m,
    );
    // Twice for the reworded title, once for each reworded text: what was left as it was is not the school's.
    expect(all.match(new RegExp(THEIRS, 'g'))).toHaveLength(3);
    const fix = adviceCard(having(ctx, { ...TO.share, necessity: 'needed-trim' }).view);
    expect(textOf(allBlocks(fix.blocks))).toMatch(
      /Cut it\. \(in the words of Larkfield School; the guidance on this: .+\)$/m,
    );
  });
});

describe('a question in other words', () => {
  const wording = {
    questions: {
      recipient: { help: 'Our list.', why: 'Because we ask.' },
      relationship: { options: { 'no-direct': { label: 'I hardly know them' } } },
    },
  };

  test('says whose words they are, also where only an answer is worded', () => {
    const ctx = contextFor(dialogWith({ wording }));
    const open = (fact: 'recipient' | 'relationship' | 'mandate') =>
      cardText(questionCard(having(ctx, { urgency: 'not-urgent' }, { reopened: fact }).view));
    expect(open('recipient')).toContain(`Our list. (${THEIRS})`);
    expect(open('relationship')).toContain('I hardly know them');
    expect(open('relationship')).toContain(THEIRS);
    expect(open('mandate')).not.toContain(OWNER);
  });

  test('so does why it is asked', () => {
    const ctx = contextFor(dialogWith({ wording }));
    const why = (facts: ['recipient' | 'mandate']) =>
      cardText(whyCard(having(ctx, {}, { overlay: { kind: 'why', facts } }).view));
    expect(why(['recipient'])).toContain(`Because we ask. (${THEIRS})`);
    expect(why(['mandate'])).not.toContain(OWNER);
  });
});

describe('the decision', () => {
  const local = {
    questions: [
      { ...QUESTION, help: 'The place.' },
      { ...QUESTION, id: 'trip', ask: 'Which trip?', when: { risk: 'none' } },
    ],
    obligations: [toDo('filing'), toDo('telling', { telling: 'safe' })],
  };

  test('the organisation’s questions are chosen, may be left open, and say whose they are', () => {
    const ctx = contextFor(dialogWith(local));
    const card = decisionCard(having(ctx, TO.share, { follows: true }).view);
    const selects = card.blocks.filter((block) => block.kind === 'select' || block.kind === 'input');
    const own = selects.filter(({ id }) => id.startsWith('own-'));
    expect(own).toEqual([
      {
        kind: 'select',
        id: 'own-where',
        label: 'Where did it come up?',
        hint: `The place. You can leave this open. ${OWNER} asks it, not the guidance.`,
        options: [
          { token: expect.any(String), label: 'At school' },
          { token: expect.any(String), label: 'On a trip' },
        ],
      },
    ]);
    expect(selects.at(-1)?.id).toBe('own-where');
  });

  test('a thing to do that only later answers bring is shown before the decision', () => {
    const ctx = contextFor(dialogWith(local));
    const shownAt = { adviceShown: { outcome: 'share', obligations: [], tell: 'before' } } as const;
    const card = (answers: Answers) => cardText(decisionCard(having(ctx, answers, shownAt).view));
    const later = card({ ...TO.share, telling: 'safe' });
    expect(later).toContain(`Do telling our way. This is how telling is done. (${ASKED})`);
    expect(later).not.toContain('Do filing our way');
    expect(card(TO.share)).not.toContain(OWNER);
  });
});

describe('the record', () => {
  const LOCAL = { questions: [QUESTION], obligations: [toDo('filing')] };
  const form = { recipients: ['police'], told: 'not-decided' };

  test('holds what was chosen and what was asked for, with the words as they were shown', () => {
    const ctx = contextFor(dialogWith(LOCAL));
    const { check, view } = having(ctx, TO.share, { follows: true, form: { ...form, 'own-where': 'trip' } });
    const { local } = decisionBody(check, view.at, ctx);
    expect(local).toEqual({
      answers: [{ id: 'where', question: 'Where did it come up?', value: 'trip', label: 'On a trip' }],
      obligations: [{ id: 'filing', title: 'Do filing our way' }],
    });
    const early = having(ctx, TO['share-now']);
    expect(openedBody(early.check, early.view.at, ctx).local).toEqual({
      answers: [],
      obligations: local?.obligations,
    });
  });

  test('holds nothing of it where nothing is laid over, or nothing applies', () => {
    for (const dialog of [
      dialogWith(),
      dialogWith({ questions: [QUESTION] }),
      dialogWith({ contacts: CONTACTS }),
    ]) {
      const ctx = contextFor(dialog);
      const { check, view } = having(ctx, TO.share, { follows: true, form });
      expect(Object.keys(decisionBody(check, view.at, ctx))).not.toContain('local');
    }
  });

  test('leaves the advice in it as it is without', () => {
    for (const outcome of OUTCOMES) {
      const [laid, bare] = [dialogWith(LOCAL), dialogWith()].map((dialog) => {
        const ctx = contextFor(dialog);
        const { check, view } = having(ctx, TO[outcome], { follows: true, form });
        const { local: _, ...body } = decisionBody(check, view.at, ctx);
        return body;
      });
      expect(laid).toEqual(bare);
    }
  });

  /** What is recorded when the form of the decision comes back with these inputs. */
  function recordedFrom(
    inputs: (tokenOf: (field: string, value: string) => string) => Record<string, string | string[]>,
  ) {
    const heard = { ...QUESTION, id: 'heard', ask: 'Where was it heard?' };
    const ctx = contextFor(dialogWith({ questions: [QUESTION, heard] }));
    const keptOut: readonly string[] = [];
    const asked = having(ctx, TO.share, { follows: true, pastAdvice: true, skipRest: true, keptOut });
    decisionCard(asked.view);
    const tokenOf = (field: string, value: string): string =>
      Object.entries(asked.tokens).find(
        ([, action]) => action.kind === 'option' && action.field === field && action.value === value,
      )?.[0] ?? '';
    const record = Object.entries(asked.tokens).find(([, { kind }]) => kind === 'record')?.[0] ?? '';
    const { effects } = converse(
      { version: 1, check: asked.check, tokens: asked.tokens, standing: {} },
      {
        id: 'event',
        speaker: { channel: 'teams', userId: ctx.userId },
        kind: 'press',
        token: record,
        inputs: {
          recipients: tokenOf('recipients', 'police'),
          told: tokenOf('told', 'not-decided'),
          ...inputs(tokenOf),
        },
      },
      ctx,
    );
    const [entry] = effects.entries;
    if (entry?.kind !== 'decision') throw new Error('nothing was recorded');
    return entry.body.local;
  }

  test('takes what was chosen on the card', () => {
    expect(recordedFrom((tokenOf) => ({ 'own-where': tokenOf('own-where', 'school') }))?.answers).toEqual([
      { id: 'where', question: 'Where did it come up?', value: 'school', label: 'At school' },
    ]);
    expect(recordedFrom(() => ({}))).toBeUndefined();
    expect(recordedFrom(() => ({ 'own-where': '' }))).toBeUndefined();
  });

  test.each<
    readonly [string, string, (tokenOf: (field: string, value: string) => string) => string | string[]]
  >([
    ['a value that is written in', 'own-where', () => 'trip'],
    ['a value with a name', 'own-where', () => ['Mum hit him']],
    ['a token of another field', 'own-where', (tokenOf) => tokenOf('told', 'before')],
    ['a token of another question', 'own-where', (tokenOf) => tokenOf('own-heard', 'trip')],
    ['an old token', 'own-where', () => 't9999'],
    ['a word of every object', 'own-where', () => 'constructor'],
    ['a question there is not', 'own-who', (tokenOf) => tokenOf('own-where', 'trip')],
    ['a field of every object', 'own-constructor', () => 'trip'],
    ['a field without its mark', 'where', (tokenOf) => tokenOf('own-where', 'trip')],
  ])('drops %s', (_what, field, value) => {
    expect(recordedFrom((tokenOf) => ({ [field]: value(tokenOf) }))).toBeUndefined();
  });

  test('drops what was chosen for a question that no longer applies, or has other answers by now', () => {
    const [school] = QUESTION.options;
    const now = [
      { ...QUESTION, when: { risk: 'none' } },
      { ...QUESTION, options: [school, { value: 'bus', label: 'On a bus' }] },
      { ...QUESTION, id: 'place' },
    ];
    for (const question of now) {
      const ctx = contextFor(dialogWith({ questions: [question] }));
      const kept = having(ctx, TO.share, { follows: true, form: { ...form, 'own-where': 'trip' } });
      expect(decisionBody(kept.check, kept.view.at, ctx).local).toBeUndefined();
    }
  });

  test('as exported fits its schema, and its sheet shows what was added', { timeout: 30_000 }, async () => {
    const house = await startHouse({ at: AT });
    const sam = coreDriver(house, 'sam-okafor');
    const none = { filled: new Map<string, string>(), chosen: new Map<string, string[]>() };
    try {
      await sam.say('share check');
      for (const label of [
        'Yes, in danger now',
        'Record my decision now',
        'No, nobody',
        'I follow the advice',
      ])
        await sam.tap(label, none);
      const chosen = new Map([
        ['Who did you share it with, or who will get it?', ["Children's social care"]],
        ['Did you tell the child or family that you are sharing?', ['Not decided yet']],
        ['Where did it come up?', ['On a trip']],
        ['Is it in our welfare log?', ['Yes']],
      ]);
      expect(await sam.tap('Record it', { ...none, chosen })).toContain('Recorded');
      const entries = await sam.entries();
      for (const { entry, body } of entries) {
        expect(recordSchema.safeParse({ ...entry, body }).error).toBeUndefined();
      }
      const completion = entries.find(({ entry }) => entry.kind === 'completion');
      expect(completion?.body).toMatchObject({
        local: {
          answers: [
            { id: 'where', question: 'Where did it come up?', value: 'trip', label: 'On a trip' },
            { id: 'in-our-log', question: 'Is it in our welfare log?', value: 'logged', label: 'Yes' },
          ],
          obligations: [{ id: 'welfare-log', title: 'Put it in our welfare log' }],
        },
      });
      expect(JSON.stringify(completion?.body)).toContain('"obligations":["record",');
      const [record] = casesOf(entries);
      if (record === undefined) throw new Error('no case');
      const { sections } = sheetOf(record, { timeZone: 'Europe/London', dialog: null });
      const rows = sections.flatMap((section) => section.rows);
      expect(rows).toContainEqual({
        label: 'Where did it come up?',
        value: 'On a trip (the organisation’s own question)',
      });
      expect(rows).toContainEqual({ label: 'To do here as well', value: 'Put it in our welfare log' });
      const told = (await sam.received()).map(({ text }) => text).join('\n');
      expect(told).toContain('A record was completed');
      expect(told).not.toMatch(/On a trip|welfare log/);
    } finally {
      await sam.end();
    }
  });
});

describe('the example school', () => {
  const worry: Answers = { urgency: 'not-urgent', risk: 'clear' };
  const added = (answers: Answers) => {
    const { obligations, questions, contacts } = contextFor(content.dialog).policy.localAdvice(answers);
    return {
      obligations: obligations.map(({ id }) => id),
      questions: questions.map(({ id }) => id),
      contacts: contacts.map(({ name }) => name),
    };
  };

  test('asks for its welfare log where there is a worry, but not for one about somebody at work', () => {
    const logged = { obligations: ['welfare-log'], questions: ['where', 'in-our-log'], contacts: [] };
    const kept = { obligations: [], questions: ['where'], contacts: [] };
    expect(added(worry)).toEqual(logged);
    expect(added({ urgency: 'immediate' })).toEqual(logged);
    expect(added({ ...worry, 'harm-source': 'parent-carer' })).toEqual(logged);
    expect(added({ ...worry, 'harm-source': 'professional' })).toEqual(kept);
    expect(added({ urgency: 'immediate', 'harm-source': 'professional' })).toEqual(kept);
    const shown = (answers: Answers) =>
      textOf(allBlocks(adviceCard(having(contextFor(content.dialog), answers).view).blocks));
    const all: Answers = {
      ...TO.share,
      views: 'not-asked',
      telling: 'safe',
      relationship: 'no-direct',
      confidential: 'no',
      sector: 'public',
      special: 'no',
    };
    // Who may cause harm is often still open: then the words say it.
    expect(shown(all)).toContain('Not if it is about anyone who works here.');
    expect(shown({ ...all, 'harm-source': 'known-other' })).toContain('Put it in our welfare log');
    expect(shown({ ...all, 'harm-source': 'professional' })).not.toContain('welfare log');
  });

  test.each(['low-level', 'unsure', 'clear', 'perceived'] as const)(
    'shows nobody what will be sent before it goes where the worry is %s',
    (risk) => {
      for (const fields of Object.values(TO)) {
        expect(added({ ...fields, risk }).obligations).not.toContain('second-pair-of-eyes');
      }
    },
  );

  test('names early help for a small worry, not for a child at risk', () => {
    const named = (risk: 'low-level' | 'clear' | 'perceived') => added({ ...worry, risk }).contacts;
    expect(named('low-level')).toEqual(['Larkshire early help']);
    expect([...named('clear'), ...named('perceived')]).toEqual([]);
  });

  test('lets people say that they are not sure where it came up', () => {
    const [where] = contextFor(content.dialog).policy.localAdvice(worry).questions;
    expect(where?.options.at(-1)).toEqual({ value: 'not-sure', label: 'Not sure' });
  });
});

test('the most that can be laid over still fits a card in Teams', () => {
  const most = 'w'.repeat(7);
  const words = (length: number) =>
    `${most} `
      .repeat(60)
      .slice(0, length - 1)
      .trim()
      .concat('.');
  const bare = dialogWith();
  const local: Partial<Record<keyof LocalDialog | 'wording', unknown>> = {
    wording: {
      obligations: Object.fromEntries(
        Object.keys(bare.advice.obligations).map((id) => [id, { title: words(80), text: words(300) }]),
      ),
      fixes: Object.fromEntries(
        Object.keys(bare.advice.fixes).map((id) => [id, { title: words(80), text: words(300) }]),
      ),
      tell: Object.fromEntries(TELL_VALUES.map((id) => [id, { title: words(80), text: words(300) }])),
    },
    questions: Array.from({ length: 6 }, (_, i) => ({
      id: `q${i}`,
      ask: words(120),
      help: words(300),
      options: Array.from({ length: 10 }, (_, j) => ({ value: `v${j}`, label: `${j} ${words(70)}` })),
    })),
    obligations: Array.from({ length: 12 }, (_, i) => ({
      ...toDo(`o${i}`),
      title: words(80),
      text: words(300),
    })),
    contacts: Array.from({ length: 8 }, () => ({ name: words(80), what: words(120), phone: '01632 960120' })),
  };
  const ctx = contextFor(dialogWith(local));
  const everything: Answers = {
    ...TO['fix-then-share'],
    recipient: 'safeguarding-role',
    views: 'withdrew',
    relationship: 'trust-at-risk',
    confidential: 'yes',
    special: 'both',
  };
  for (const answers of [everything, ...Object.values(TO)]) {
    const { view } = having(ctx, answers);
    expect(breaksLimits(renderCard(adviceCard(view)))).toEqual([]);
    const deciding = { ...view, check: { ...view.check, follows: false } };
    expect(breaksLimits(renderCard(decisionCard(deciding)))).toEqual([]);
  }
});
