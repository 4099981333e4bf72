import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import type { Dialog } from '../../src/check/dialog.ts';
import { FACT_IDS } from '../../src/check/facts.ts';
import type { Asks } from '../../src/check/local-dialog.ts';
import { loadAll } from '../../src/content/load-all.ts';
import { loadLocal } from '../../src/content/load-local.ts';
import { FIXED_ADVICE, LAID_OVER_WORDS } from '../../src/content/local-reasons.ts';
import { WORD_KEYS } from '../../src/conversation/word-keys.ts';
import { brokenCopy } from '../support/broken-copy.ts';
import { loadShipped } from '../support/load-policy.ts';

const EXAMPLE = 'manifest/example-school';
const FILE = 'dialogs/local.yaml';

let dialog: Dialog;
beforeAll(async () => {
  ({ dialog } = await loadShipped());
});

/** What comes of a local.yaml that says this, in a copy of the example school. */
async function laidOver(yaml: string) {
  const copy = brokenCopy(EXAMPLE);
  writeFileSync(join(copy.dir, FILE), yaml);
  const loaded = await loadLocal(copy.dir, dialog);
  return {
    ...loaded,
    copy,
    told: loaded.faults.map(({ file, line, message }) => `${file}:${line}: ${message}`),
  };
}

const toDo = (words: Readonly<Record<string, unknown>>) =>
  stringify({ obligations: [{ id: 'ours', asks: 'record', title: 'Note it', text: 'Note it.', ...words }] });
const ask = (words: Readonly<Record<string, unknown>>) => {
  const options = [
    { value: 'one', label: 'One' },
    { value: 'two', label: 'Two' },
  ];
  return stringify({ questions: [{ id: 'ours', ask: 'Which one?', options, ...words }] });
};
const wording = (words: object) => stringify({ wording: words });
const reworded = (question: string, words: object) => wording({ questions: { [question]: words } });
const answer = (question: string, value: string, words: object) =>
  reworded(question, { options: { [value]: words } });

/** What is written, where it is at fault (the first place of this text), and the reason. */
type Refused = readonly [what: string, yaml: string, at: string, says: RegExp];

const OUTCOMES_STAY =
  /"outcomes" cannot stand here\. What each kind of advice says stays as it is, so that it can be proved\..*"obligations"/;

const HEADINGS: readonly Refused[] = [
  [
    'rules',
    'rules: []\n',
    'rules',
    /"rules" cannot stand here. Rules decide what keeps a child safe.*prove --dialog/,
  ],
  ['conditions', 'conditions: {}\n', 'conditions', /Named conditions belong to the rules/],
  ['a whole policy', 'policy: {}\n', 'policy', /policy decides what keeps a child safe/],
  ['lawful bases', 'lawful-basis: {}\n', 'lawful-basis', /follows from the guidance/],
  ['words of the bases', wording({ bases: {} }), 'bases', /words about lawful bases/],
  ['notification', 'notification: []\n', 'notification', /How soon the lead is told/],
  ['the order of asking', 'then-ask: [risk]\n', 'then-ask', /order of asking is part of the policy/],
  ['citations', 'citations: {}\n', 'citations', /point into the guidance/],
  ['quotes', 'quotes: { golden-rule-1: Share. }\n', 'quotes', /guidance's own words/],
  ['the emergency', wording({ emergency: {} }), 'emergency', /words for an emergency stay.*contacts\.yaml/],
  ['the consent card', wording({ consent: {} }), 'consent', /I10/],
  ['what the advice says', wording({ outcomes: {} }), 'outcomes', OUTCOMES_STAY],
  [
    'the sense of an outcome',
    wording({ outcomes: { share: { text: 'It can go out.' } } }),
    'outcomes',
    OUTCOMES_STAY,
  ],
  [
    'what to do first',
    wording({ outcomes: { 'fix-then-share': { next: 'Put it right.' } } }),
    'outcomes',
    OUTCOMES_STAY,
  ],
  ['disagreements', wording({ disagreements: [] }), 'disagreements', /both places are quoted/],
  [
    'a headline',
    wording({ obligations: { secure: { headline: 'Go' } } }),
    'headline',
    /"headline" cannot stand here\. The headline is what people see first.*It stays as it is\.$/,
  ],
  ['a slip', 'obligation: []\n', 'obligation', /not one of the headings.*Did you mean "obligations"\?/],
  ['a slip further in', reworded('route', { helps: 'Ask.' }), 'helps', /Did you mean "help"\?/],
  ['a question that is none', reworded('rout', { help: 'Ask.' }), 'rout', /Did you mean "route"\?/],
  ['an outcome for a heading', wording({ share: {} }), 'share', /cannot stand here|Take it out/],
  ['words of an outcome elsewhere', wording({ fixes: { trim: { next: 'Cut.' } } }), 'next', /Take it out/],
  ['a tell value that is none', wording({ tell: { befor: {} } }), 'befor', /Did you mean "before"\?/],
  [
    'a word that is like nothing here',
    'colours: red\n',
    'colours',
    /not one of the headings that can stand here\. Take it out, or correct its spelling\.$/,
  ],
];

/** Why no word of a question changes: the rules that rest on it, what they are about, and what to do. */
const whole = (rests: string) =>
  new RegExp(
    `^Safety rules rest on this question: ${rests.replace(/[()]/g, '\\$&')} on it\\. .* stay as they are\\. Leave it out here\\.$`,
  );
const DANGER = whole('I1 and I2 (danger now) rest');
const WORRY = whole('I3, I4 and I5 (any worry about harm) rest');
const AT_RISK = whole('I5 (a child at risk) rests');
const VIEWS = whole('I10 and I12 (consent, and an objection) rest');
const TELLING = whole('I9 (telling the family) rests');

const STAYS_TRUE = /These words say what was advised.*stay as they are, so that they are true/;

const WORDING: readonly Refused[] = [
  ['what is asked about danger', reworded('urgency', { ask: 'Is it calm?' }), 'urgency', DANGER],
  ['the help about danger', reworded('urgency', { help: 'Think twice.' }), 'urgency', DANGER],
  ['the worry’s answers', answer('risk', 'none', { label: 'Harm' }), 'risk', WORRY],
  ['help with an answer about the worry', answer('risk', 'clear', { help: 'Rare.' }), 'risk', WORRY],
  ['what is asked about need', reworded('necessity', { ask: 'Is it asked for?' }), 'necessity', AT_RISK],
  ['the help about need', reworded('necessity', { help: 'Most people do not.' }), 'necessity', AT_RISK],
  ['why need is asked', reworded('necessity', { why: 'Just so.' }), 'necessity', AT_RISK],
  ['an answer about need', answer('necessity', 'not-relevant', { label: 'A bit' }), 'necessity', AT_RISK],
  ['help with an answer about need', answer('necessity', 'unsure', { help: 'Ask.' }), 'necessity', AT_RISK],
  ['what is asked about the law', reworded('mandate', { ask: 'Is it usual?' }), 'mandate', AT_RISK],
  ['the help about the law', reworded('mandate', { help: 'It mostly is.' }), 'mandate', AT_RISK],
  ['why the law is asked', reworded('mandate', { why: 'Just so.' }), 'mandate', AT_RISK],
  ['an answer about the law', answer('mandate', 'none', { label: 'A ban' }), 'mandate', AT_RISK],
  ['what is asked of their views', reworded('views', { ask: 'Do they mind?' }), 'views', VIEWS],
  ['the help about their views', reworded('views', { help: 'Look it up.' }), 'views', VIEWS],
  ['why their views are asked', reworded('views', { why: 'Ask the parents.' }), 'views', VIEWS],
  ['an answer about their views', answer('views', 'object', { label: 'Fine' }), 'views', VIEWS],
  [
    'the answer children’s social care',
    answer('recipient', 'childrens-social-care', { label: 'Our school nurse' }),
    'label',
    /I14 and I17 \(who gets it\) rest on it/,
  ],
  [
    'an answer about who may cause harm',
    answer('harm-source', 'professional', { label: 'A family friend' }),
    'label',
    /who is kept out, rest on it/,
  ],
  ['why telling is asked', reworded('telling', { why: 'Just so.' }), 'telling', TELLING],
  ['the help about telling', reworded('telling', { help: 'It mostly is.' }), 'telling', TELLING],
  [
    'what is asked of the recipient',
    reworded('recipient', { ask: 'Who would not?' }),
    'ask',
    /I14 and I17 \(who gets it\) rest on it\..*"help" and "why" can be worded/,
  ],
  [
    'the answer for somebody with no role',
    reworded('recipient', { options: { 'no-role': { label: 'A trusted friend' } } }),
    'label',
    /I14 and I17/,
  ],
  [
    'the kind of decision',
    reworded('purpose', { options: { planned: { label: 'A list' } } }),
    'label',
    /I15 \(planned sharing\)/,
  ],
  ['the kind of data', reworded('special', { ask: 'Is it dull?' }), 'ask', /I11 \(special category data\)/],
  [
    '"Not sure"',
    reworded('route', { options: { unsure: { label: 'Maybe' } } }),
    'label',
    /"Not sure" is worded the same at every question/,
  ],
  [
    'an answer there is not',
    reworded('route', { options: { secur: { label: 'Yes' } } }),
    'secur',
    /"secur" is not an answer to "route".*secure, insecure, unsure.*Did you mean "secure"\?/,
  ],
  [
    'an answer called as another one is',
    reworded('recipient', { options: { 'family-support-role': { label: "children's social care" } } }),
    'label',
    /is what the answer "childrens-social-care" is called/,
  ],
  [
    'answers that change places',
    reworded('accuracy', {
      options: { accurate: { label: 'Wrong in places' }, inaccurate: { label: 'wrong in places' } },
    }),
    'label',
    /is what the answer "inaccurate" is called/,
  ],
  [
    'a thing to do there is not',
    wording({ obligations: { secur: { text: 'Lock it.' } } }),
    'secur',
    /not among the obligations of the check.*Did you mean "secure"\?.*goes under "obligations"/,
  ],
  ['a fix there is not', wording({ fixes: { trimm: { text: 'Cut.' } } }), 'trimm', /Did you mean "trim"\?/],
  [
    'a word there is not',
    wording({ words: { 'button-starts': 'Go' } }),
    'button-starts',
    /Did you mean "button-start"\?/,
  ],
  [
    'a word every object has',
    wording({ words: { constructor: 'Go' } }),
    'constructor',
    /not a key of words\.yaml/,
  ],
  [
    'whom to ring',
    wording({ words: { 'phone-999': 'Chat' } }),
    'phone-999',
    /stay as they are, so that they are true/,
  ],
  ['what was done', wording({ words: { 'receipt-told': 'Done.' } }), 'receipt-told', /done or kept/],
  [
    'whose words are whose',
    wording({ words: { 'in-local-words': 'as the law says' } }),
    'in-local-words',
    /so that they are true/,
  ],
  [
    'what the record holds',
    wording({ words: { 'choice-share': 'wait' } }),
    'choice-share',
    /Those that can be worded/,
  ],
  [
    'what comes first',
    wording({ words: { 'advice-next': 'When you have time' } }),
    'advice-next',
    STAYS_TRUE,
  ],
  [
    'what is to be put right',
    wording({ words: { 'advice-fixes': 'If you like' } }),
    'advice-fixes',
    STAYS_TRUE,
  ],
  [
    'where other answers lead',
    wording({ words: { 'changes-title': 'Ways round it' } }),
    'changes-title',
    STAYS_TRUE,
  ],
  [
    'the button that leads there',
    wording({ words: { 'button-changes': 'Ways round it' } }),
    'button-changes',
    STAYS_TRUE,
  ],
  [
    'whose words they are, beside the guidance',
    wording({ words: { 'on-local-words': '{source}, as {owner} says' } }),
    'on-local-words',
    STAYS_TRUE,
  ],
  [
    'braces that are not filled in',
    wording({ words: { 'button-start': 'Go, {name}' } }),
    'button-start',
    /leave out what is between braces/,
  ],
  ['text that is none', wording({ words: { more: 7 } }), 'more', /read as a number. Put it in quotes/],
];

const LINES: readonly Refused[] = [
  ['an id of the check', toDo({ id: 'record' }), 'id', /"record" is one of the check's own.*use "wording"/],
  ['the same in capitals', toDo({ id: 'Record' }), 'id', /one of the check's own/],
  ['the id of a rule', toDo({ id: 'E1' }), 'id', /one of the check's own/],
  ['an id that is none', toDo({ id: '__proto__' }), 'id', /Write an id: letters, digits and hyphens/],
  [
    'an id twice',
    stringify({
      obligations: ['one', 'two'].map((title) => ({ id: 'ours', asks: 'record', title, text: 'Note it.' })),
    }).replace(/id: ours(?![\s\S]*id: ours)/, 'id:  ours'),
    'id:  ours',
    /"ours" stands here twice/,
  ],
  [
    'a question twice',
    `${ask({})}${ask({}).replace('questions:\n', '').replace('id: ours', 'id:  ours')}`,
    'id:  ours',
    /"ours" stands here twice/,
  ],
  [
    'an answer twice',
    ask({
      options: [
        { value: 'a', label: 'A' },
        { value: 'A', label: 'B' },
      ],
    }),
    'value: A',
    /The answer "A" stands here twice/,
  ],
  [
    'two answers called the same',
    ask({
      options: [
        { value: 'a', label: 'Same' },
        { value: 'b', label: 'same' },
      ],
    }),
    'label: same',
    /The answer "same" stands here twice/,
  ],
  ['one answer only', ask({ options: [{ value: 'a', label: 'A' }] }), 'options', /at least 2/],
  ['a typed answer', ask({ typed: true }), 'typed', /not one of the headings/],
  ['a kind there is not', toDo({ asks: 'recrod' }), 'asks', /Did you mean "record"\?/],
  ['no kind', toDo({ asks: undefined }), 'id', /"asks" is missing/],
  [
    'a contact nobody can reach',
    stringify({ contacts: [{ name: 'Help', what: 'Helps.' }] }),
    'name: Help',
    /"Help" has neither a phone number nor an e-mail address/,
  ],
  [
    'a number that is none',
    stringify({ contacts: [{ name: 'Help', what: 'Helps.', phone: 'ask' }] }),
    'phone',
    /digits and spaces/,
  ],
  [
    '999 under another name',
    stringify({ contacts: [{ name: 'Help', what: 'Helps.', phone: '9 99' }] }),
    'phone',
    /for emergencies/,
  ],
  [
    'an address that is none',
    stringify({ contacts: [{ name: 'Help', what: 'Helps.', email: '[here](https://x.example)' }] }),
    'email',
    /e-mail address/,
  ],
];

const CONDITIONS: readonly Refused[] = [
  ['an empty condition', toDo({ when: {} }), 'when', /cannot be empty.*always: true/],
  ['a condition that is none', toDo({ when: 'always' }), 'when', /heading with lines under it/],
  [
    'a question there is not',
    toDo({ when: { rsik: 'clear' } }),
    'rsik',
    /A condition can start with: urgency, risk/,
  ],
  [
    'an answer there is not',
    toDo({ when: { risk: 'cleer' } }),
    'risk: cleer',
    /^“cleer” does not fit here\. Write one of: clear, perceived/,
  ],
  ['a name there is not', ask({ when: { is: 'constructor' } }), 'is:', /names a condition.*concern/],
  [
    'a wrong answer far in',
    toDo({ when: { all: [{ not: { any: [{ risk: 'no' }] } }] } }),
    'risk: no',
    /Write one of/,
  ],
  [
    'a contact’s condition',
    stringify({
      contacts: [{ name: 'Help', what: 'Helps.', phone: '01632 960120', when: { outcome: 'shared' } }],
    }),
    'outcome: shared',
    /^“shared” does not fit here\. Write one of: share-now, share/,
  ],
];

const NO_WAITING = /^Local words do not ask people to wait, or let somebody else decide/;
const NO_ANSWERS = /^Local words do not tell people which answer to give\.$/;

const SAYINGS: readonly Refused[] = [
  ['consent', toDo({ text: 'Get the consent of the family.' }), 'text', /I10, it is never the basis/],
  ['permission in help', reworded('route', { help: 'Only with permission.' }), 'help', /I10/],
  [
    'consent in a contact',
    stringify({ contacts: [{ name: 'The Consents Office', what: 'Forms.', phone: '01632 960120' }] }),
    'name: The',
    /I10/,
  ],
  [
    'the same said another way',
    toDo({ text: 'See that they are happy for you to share it.' }),
    'text',
    /I10/,
  ],
  ['consent with a sign in it', toDo({ text: 'Get con\u00adsent.' }), 'text', /I10/],
  ['consent in letters like ours', toDo({ text: 'Get \u{1d41c}onsent.' }), 'text', /I10/],
  [
    'not to share',
    reworded('route', { help: 'Do not share anything by phone.' }),
    'help',
    /not tell people not to share/,
  ],
  [
    'not to report',
    wording({ obligations: { 'protect-identities': { text: 'Never just report it.' } } }),
    'text',
    /not tell people not to share/,
  ],
  [
    'not to tell social care',
    toDo({ text: 'Do not call social care about it.' }),
    'text',
    /keep people from telling/,
  ],
  [
    'not to tell the lead',
    toDo({ text: 'Never tell the lead by mail.' }),
    'text',
    /keep people from telling/,
  ],
  ...[
    'Wait for the head to read it.',
    'Ring the office and wait until they answer.',
    'Wait till the morning.',
    'Wait a few hours and see.',
    'You can WAIT\u00a0FOR the head.',
    'Hold on to it for now.',
    'Hold off while we look into it.',
    'Hold back what you heard.',
    'Leave it for now.',
    'Leave it until Monday.',
    'Leave it till then.',
    'Leave it a while.',
    'It can go out next week.',
    'Look at it again next month.',
    'Bring it up next term.',
    'It can go out in a few days.',
    'Give it a few weeks.',
    'Talk it over with Tom Ellis. He decides if it goes outside the school.',
    'The governors decide whether it goes out.',
    'The head decides what is passed on.',
    'The head signs off every worry.',
    'Get the head to sign it off.',
    'See that it is signed off by the head.',
  ].map((text): Refused => [`delay: ${text}`, toDo({ text }), 'text', NO_WAITING]),
  ...[
    'Everything a pupil says is in confidence here. Choose yes.',
    'Most people outside the school do not need it. Pick no.',
    'When asked about a secure way, say “yes”.',
    'For a governor, answer "No".',
    'If the mail is new, tap not sure.',
    'Press ‘yes’ for the office.',
  ].map(
    (help): Refused => [`which answer to give: ${help}`, reworded('route', { help }), 'help', NO_ANSWERS],
  ),
  [
    'a golden rule',
    toDo({ title: 'Ask around (golden rule 2, page 4)' }),
    'title',
    /do not cite the guidance/,
  ],
  ['a page', toDo({ text: 'It is on page 9.' }), 'text', /do not cite the guidance/],
  ['what the guidance says', toDo({ text: 'The guidance says so.' }), 'text', /do not cite the guidance/],
  ['two lines', toDo({ title: 'Note it\n\nCall nobody' }), 'title', /Write this as one line/],
  ['a sign nobody sees', toDo({ title: 'Note\u200b it' }), 'title', /cannot be seen/],
  ['letters like ours', toDo({ title: 'N\u043ete it' }), 'title', /not a Latin letter/],
  ['a long title', toDo({ title: 'x'.repeat(81) }), 'title', /too long: 81 characters, at most 80/],
  ['a long text', toDo({ text: 'x'.repeat(301) }), 'text', /at most 300/],
  [
    'a long answer',
    ask({
      options: [
        { value: 'a', label: 'x'.repeat(76) },
        { value: 'b', label: 'B' },
      ],
    }),
    'label',
    /at most 75/,
  ],
];

const SLIPS: readonly Refused[] = [
  ['nothing', '# All of it is commented out.\n', '#', /The file is empty/],
  ['a list', '- one\n', '- one', /has to be a heading with lines under it/],
  ['a tab', 'wording:\n\twords: {}\n', '\twords', /Indent with spaces/],
  [
    'a heading twice',
    'contacts: []\nwording: {}\ncontacts:  []\n',
    'contacts:  []',
    /stands here a second time/,
  ],
  ['a second document', 'wording: {}\n---\nobligations: []\n', '---', /One file holds one document/],
  ['a repeated place', 'wording: &a {}\nobligations: *a\n', 'obligations', /Write it out instead/],
  [
    'a tag',
    'wording: { words: { more: !!js/function "x" } }\n',
    'wording',
    /beginning with "!" are not used/,
  ],
  ['yes without quotes', ask({}).replace('label: One', 'label: true'), 'label: true', /Put it in quotes/],
  ['a heading without lines', 'wording:\n', 'wording', /"wording" is empty/],
  ['text that is not UTF-8', 'wording: {} # \uFFFD\n', 'wording', /Save the file as UTF-8/],
];

describe.each([
  ['a heading', HEADINGS],
  ['wording of', WORDING],
  ['a line with', LINES],
  ['a condition:', CONDITIONS],
  ['words that speak of', SAYINGS],
  ['YAML:', SLIPS],
] as const)('refused, %s', (_group, refused) => {
  test.each(refused)('%s', async (_what, yaml, at, says) => {
    const { dialog: got, faults, copy } = await laidOver(yaml);
    expect(got).toBeNull();
    const line = copy.lineOf(FILE, at);
    expect(faults.map((fault) => fault.file)).toEqual(faults.map(() => FILE));
    expect(faults.filter((fault) => fault.line === line).map(({ message }) => message)).toContainEqual(
      expect.stringMatching(says),
    );
  });
});

test.each(Object.keys(FIXED_ADVICE))('words that a safety rule rests on stay: %s', async (place) => {
  const [part = '', id = ''] = place.split(' ');
  const { only } = FIXED_ADVICE[place] ?? {};
  expect(Object.keys(dialog.advice[part as 'tell'])).toContain(id);
  const key = only?.[0] ?? 'text';
  const { dialog: got, told } = await laidOver(wording({ [part]: { [id]: { [key]: 'Something else.' } } }));
  expect(got).toBeNull();
  const says =
    only === undefined
      ? /^dialogs\/local\.yaml:\d+: Safety rule I\d+ rests on these words: .*Leave them out here\.$/
      : /^dialogs\/local\.yaml:\d+: Safety rule I\d+ rests on this line: its title stays.*"text" can be worded\.$/;
  expect(told).toEqual([expect.stringMatching(says)]);
});

describe('in every text', () => {
  const options = (label: string) => [
    { value: 'one', label },
    { value: 'two', label: 'Two' },
  ];
  const contact = (words: object) =>
    stringify({ contacts: [{ name: 'Help', what: 'Helps.', phone: '01632 960120', ...words }] });
  const PLACES: Readonly<Record<string, (said: string) => string>> = {
    'what a question asks': (ask) => reworded('route', { ask }),
    'the help of a question': (help) => reworded('route', { help }),
    'why a question is asked': (why) => reworded('route', { why }),
    'what an answer is called': (label) => answer('route', 'secure', { label }),
    'the help of an answer': (help) => answer('route', 'secure', { help }),
    'a fix': (text) => wording({ fixes: { trim: { text } } }),
    'the title of a fix': (title) => wording({ fixes: { trim: { title } } }),
    'a thing to do of the check': (text) => wording({ obligations: { secure: { text } } }),
    'a telling line': (text) => wording({ tell: { 'privacy-notice': { text } } }),
    'a heading': (more) => wording({ words: { more } }),
    'a question of their own': (said) => ask({ ask: said }),
    'help of their own': (help) => ask({ help }),
    'an answer of their own': (label) => ask({ options: options(label) }),
    'the title of a thing to do': (title) => toDo({ asks: 'before-sharing', title }),
    'a thing to do': (text) => toDo({ asks: 'before-sharing', text }),
    'the name of a contact': (name) => contact({ name }),
    'what a contact is for': (what) => contact({ what }),
  };
  const WRONG = [
    ['the consent form', /I10/],
    ['Wait for Tom Ellis', NO_WAITING],
    ['Choose yes', NO_ANSWERS],
  ] as const;

  test.each(Object.entries(PLACES))('%s', async (_place, said) => {
    expect((await laidOver(said('The blue folder'))).told).toEqual([]);
    for (const [text, reason] of WRONG) {
      const { dialog: got, faults } = await laidOver(said(text));
      expect(got).toBeNull();
      expect(faults.map(({ message }) => message)).toEqual([expect.stringMatching(reason)]);
    }
  });

  test.each([
    'You do not have to wait for an answer.',
    'You do not need to wait for the head.',
    'Do not wait for a reply.',
    'Never wait until you are sure.',
    'Speak to Tom Ellis, without waiting for him.',
    'Leave it in the tray at the office.',
    'Keep a copy of what was signed.',
    'The case number stands on top of the form.',
    'You decide. Tom Ellis can help you think.',
    'Write down what they say. No names.',
    'An answer may come the same day.',
  ])('what only sounds like it is not refused: %s', async (text) => {
    expect((await laidOver(reworded('route', { help: text }))).told).toEqual([]);
  });
});

test.each(['purpose', 'recipient', 'special'] as const)(
  'help and why of "%s" can be worded, although what is asked stays',
  async (id) => {
    const words = { help: 'The blue folder tells you more.', why: 'It helps us.' };
    const { dialog: got, told } = await laidOver(reworded(id, words));
    expect(told).toEqual([]);
    expect(got?.questions.find((question) => question.id === id)).toMatchObject(words);
  },
);

test('of words.yaml, only what claims nothing can be worded', async () => {
  expect(LAID_OVER_WORDS.filter((key) => !WORD_KEYS.some((known) => known === key))).toEqual([]);
  const words = Object.fromEntries(WORD_KEYS.map((key) => [key, dialog.words[key] ?? '']));
  const { faults } = await laidOver(wording({ words }));
  expect(faults.filter(({ message }) => message.startsWith('These words say'))).toHaveLength(
    WORD_KEYS.length - LAID_OVER_WORDS.length,
  );
});

describe('words that fit another kind of thing than "asks" says', () => {
  const SAID: readonly (readonly [Asks, string, Asks])[] = [
    ['record', 'Write it down before you share.', 'before-sharing'],
    ['contact', 'Ask the head first.', 'before-sharing'],
    ['contact', 'Ring the office. Wait before you go on.', 'before-sharing'],
    ['after-sharing', 'Have it checked before it goes.', 'before-sharing'],
    ['contact', 'Ring the parents the same day.', 'tell-family'],
    ['record', 'Speak to their mother and note it.', 'tell-family'],
    ['after-sharing', 'Let it rest. Then inform the family.', 'tell-family'],
    ['record', 'Send a copy to whoever asked.', 'give-to-recipient'],
  ];
  test.each(SAID)('%s: %s', async (asks, text, kind) => {
    const { dialog: refused, told } = await laidOver(toDo({ asks, text }));
    expect(refused).toBeNull();
    expect(told.join('\n')).toMatch(new RegExp(`This reads like "${kind}".*"asks" says "${asks}"`));
    expect((await laidOver(toDo({ asks: kind, text }))).told).toEqual([]);
  });

  test.each([
    ['contact', 'Speak to the first aider, without waiting for it.'],
    ['contact', 'Ring the family support team. You need not wait for them.'],
    ['contact', 'Ring the office. You do not have to wait for an answer.'],
    ['record', 'Do not tell the family about it. Write down why.'],
    ['contact', 'Ask children’s social care how they like it sent.'],
  ])('not in %s: %s', async (asks, text) => {
    expect((await laidOver(toDo({ asks, text }))).told).toEqual([]);
  });
});

describe('the folder', () => {
  test('files of the dialog beside it', async () => {
    const copy = brokenCopy(EXAMPLE);
    for (const name of ['policy.yaml', 'local.yml', 'local.yaml~', 'README.md', '.hidden']) {
      writeFileSync(join(copy.dir, 'dialogs', name), '# Nothing.\n');
    }
    const { dialog: got, faults } = await loadLocal(copy.dir, dialog);
    expect(got).toBeNull();
    expect(faults.map(({ file, line }) => `${file}:${line}`).sort()).toEqual([
      'dialogs/local.yaml~:1',
      'dialogs/local.yml:1',
      'dialogs/policy.yaml:1',
    ]);
    for (const { message } of faults)
      expect(message).toMatch(/Only local\.yaml is laid over.*prove --dialog DIR/);
  });

  test('stray files are told of without a local.yaml too', async () => {
    const copy = brokenCopy(EXAMPLE);
    copy.remove(FILE);
    writeFileSync(join(copy.dir, 'dialogs/rules.yaml'), 'rules: []\n');
    expect((await loadLocal(copy.dir, dialog)).dialog).toBeNull();
  });

  test('a local.yaml that is a folder, and a folder that is a file', async () => {
    const copy = brokenCopy(EXAMPLE);
    copy.remove(FILE);
    mkdirSync(join(copy.dir, FILE));
    expect((await loadLocal(copy.dir, dialog)).faults).toEqual([
      { file: FILE, line: 1, message: expect.stringMatching(/This is a folder; a file is wanted/) },
    ]);
    rmSync(join(copy.dir, 'dialogs'), { recursive: true });
    writeFileSync(join(copy.dir, 'dialogs'), 'obligations: []\n');
    const { dialog: got, faults } = await loadLocal(copy.dir, dialog);
    expect(got).toBeNull();
    expect(faults).toEqual([
      { file: 'dialogs', line: 1, message: expect.stringMatching(/This is a file; a folder is wanted/) },
    ]);
  });

  test.skipIf(process.getuid?.() === 0)('one that may not be read is no empty one', async () => {
    const copy = brokenCopy(EXAMPLE);
    const folder = join(copy.dir, 'dialogs');
    chmodSync(folder, 0o000);
    onTestFinished(() => chmodSync(folder, 0o700));
    const { dialog: got, faults } = await loadLocal(copy.dir, dialog);
    expect(got).toBeNull();
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringMatching(/Give it the right to read/),
    ]);
  });

  test('without one, the dialog is what it was', async () => {
    const copy = brokenCopy(EXAMPLE);
    rmSync(join(copy.dir, 'dialogs'), { recursive: true });
    const { dialog: got, faults } = await loadLocal(copy.dir, dialog);
    expect(faults).toEqual([]);
    expect(got).toBe(dialog);
  });
});

test('several faults come at once, with paths that open, beside those of the other files', async () => {
  const copy = brokenCopy(EXAMPLE);
  copy.edit(FILE, 'wording:\n', 'rules: []\nwording:\n');
  copy.edit(FILE, '        childrens-social-care:', '        childrens-social-car:');
  copy.edit(FILE, 'id: welfare-log', 'id: record');
  copy.edit(FILE, 'phone: 01632 960120', 'phone: 1632960120');
  copy.edit(FILE, 'risk: { in: [support-only, none] }', 'risk: { in: [support-only, non] }');
  copy.edit('organisation.yaml', 'sector: public', 'sector: school');
  const { content, faults } = await loadAll({
    knowledge: 'knowledge',
    dialog: 'dialogs/share-check',
    deployment: copy.dir,
  });
  expect(content).toBeNull();
  const at = (text: string) => `${join(copy.dir, FILE)}:${copy.lineOf(FILE, text)}`;
  const places = faults.map(({ file, line }) => `${file}:${line}`);
  expect(places.filter((place) => place.includes(FILE)).sort()).toEqual(
    [
      at('rules:'),
      at('childrens-social-car:'),
      at('id: record'),
      at('phone: 1632960120'),
      at('risk: { in: [support-only, non]'),
    ].sort(),
  );
  expect(places.filter((place) => place.includes('organisation.yaml'))).not.toEqual([]);
});

describe('laid over', () => {
  test('the example: loads, says whose it is, and differs in its hash alone from what it does not touch', async () => {
    const { dialog: got, faults } = await loadLocal(EXAMPLE, dialog);
    expect(faults).toEqual([]);
    expect(got?.local?.owner).toBe('Larkfield School');
    expect(got?.local?.questions.map(({ id }) => id)).toEqual(['where', 'in-our-log']);
    expect(got?.local?.obligations.map(({ id }) => id)).toEqual(['welfare-log', 'second-pair-of-eyes']);
    expect([...(got?.local?.reworded ?? [])].sort()).toEqual([
      'obligations secure text',
      'questions recipient options',
      'questions route help',
    ]);
    expect(got?.policy).toBe(dialog.policy);
    expect(got?.quotes).toBe(dialog.quotes);
    expect(got?.hash).not.toBe(dialog.hash);
    expect(got?.advice.emergency).toEqual(dialog.advice.emergency);
    expect(got?.advice.outcomes).toEqual(dialog.advice.outcomes);
    expect(got?.advice.obligations.secure?.title).toBe(dialog.advice.obligations.secure?.title);
    expect(got?.advice.obligations.secure?.text).toContain('Use secure mail');
    expect(got?.advice.obligations.record).toEqual(dialog.advice.obligations.record);
  });

  test('words of each kind stand in their place, and nowhere else', async () => {
    const { dialog: got, told } = await laidOver(
      wording({
        questions: {
          accuracy: { ask: 'Is it right?', why: 'It helps.', options: { accurate: { help: 'All of it.' } } },
        },
        fixes: { trim: { title: 'Make it shorter' } },
        obligations: { 'weigh-trust': { title: 'Think of trust' } },
        tell: { 'privacy-notice': { text: 'In the notice.' } },
        words: { 'button-start': 'Begin' },
      }),
    );
    expect(told).toEqual([]);
    const question = got?.questions.find(({ id }) => id === 'accuracy');
    expect(question).toMatchObject({ ask: 'Is it right?', why: 'It helps.', short: expect.any(String) });
    expect(question?.options[0]).toMatchObject({
      value: 'accurate',
      help: 'All of it.',
      label: expect.any(String),
    });
    expect(got?.questions.map(({ id }) => id)).toEqual(FACT_IDS);
    expect(got?.advice.outcomes).toEqual(dialog.advice.outcomes);
    expect(got?.advice.fixes.trim).toEqual({ ...dialog.advice.fixes.trim, title: 'Make it shorter' });
    expect(got?.advice.tell['privacy-notice']?.title).toBe(dialog.advice.tell['privacy-notice']?.title);
    expect(got?.words).toEqual({ ...dialog.words, 'button-start': 'Begin' });
    expect([...(got?.local?.reworded ?? [])]).toEqual([
      'fixes trim title',
      'obligations weigh-trust title',
      'tell privacy-notice text',
      'questions accuracy ask',
      'questions accuracy why',
      'questions accuracy options',
    ]);
  });

  test('words that are the check’s own already are nobody else’s', async () => {
    const same = dialog.advice.obligations.secure?.text;
    const { dialog: got, told } = await laidOver(
      wording({ obligations: { secure: { text: same }, record: {} }, questions: { route: {} } }),
    );
    expect(told).toEqual([]);
    expect([...(got?.local?.reworded ?? [])]).toEqual([]);
  });

  test('a key that every object has adds nothing', async () => {
    const before = Object.keys(Object.prototype);
    const { dialog: got } = await laidOver(
      'wording: { words: { __proto__: { more: Less } }, obligations: { __proto__: {} } }\n',
    );
    expect(got?.words.more ?? dialog.words.more).toBe(dialog.words.more);
    expect(Object.keys(Object.prototype)).toEqual(before);
    expect(({} as Record<string, unknown>).more).toBeUndefined();
  });

  test('an organisation without a name that can be read is called so', async () => {
    const copy = brokenCopy(EXAMPLE);
    copy.edit('organisation.yaml', /^name: .*$/m, 'name: [Larkfield]');
    const { dialog: got } = await loadLocal(copy.dir, dialog);
    expect(got?.local?.owner).toBe('Your organisation');
    const whole = await loadAll({
      knowledge: 'knowledge',
      dialog: 'dialogs/share-check',
      deployment: copy.dir,
    });
    expect(whole.content).toBeNull();
  });
});
