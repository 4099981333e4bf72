import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/check/policy.ts';
import { loadDialog } from '../../src/content/load-dialog.ts';
import { loadKnowledge } from '../../src/content/load-knowledge.ts';
import { pageOf } from '../../src/content/page-of.ts';
import { WORD_KEYS } from '../../src/conversation/word-keys.ts';
import type { Guidance } from '../../src/guidance/guidance.ts';
import { brokenCopy } from '../support/broken-copy.ts';

const SHIPPED = 'dialogs/share-check';

let guidance: readonly Guidance[] = [];
beforeAll(async () => {
  guidance = (await loadKnowledge('knowledge')).guidance;
});

describe('the shipped dialog', () => {
  test('loads without a fault and can be decided with', async () => {
    const { dialog, faults } = await loadDialog(SHIPPED, guidance);
    expect(faults).toEqual([]);
    const document = guidance.find(({ id }) => id === dialog?.guidance);
    if (dialog === null || document === undefined) throw new Error('not loaded');
    const policy = compilePolicy(dialog, pageOf(document));
    expect(policy.decide({ urgency: 'immediate' }).outcome).toBe('share-now');
  });

  test('its hash changes with one letter of any file, and not with line ends', async () => {
    const hashAfter = async (change?: (copy: ReturnType<typeof brokenCopy>) => void) => {
      const copy = brokenCopy(SHIPPED);
      change?.(copy);
      return (await loadDialog(copy.dir, guidance)).dialog?.hash;
    };
    const original = await hashAfter();
    expect(original).toMatch(/^[0-9a-f]{64}$/);
    const files = ['dialog', 'questions', 'policy', 'citations', 'advice', 'quotes', 'words'];
    for (const file of files) {
      const changed = await hashAfter((copy) => copy.edit(`${file}.yaml`, /$/, '# one more line\n'));
      expect(changed, file).toMatch(/^[0-9a-f]{64}$/);
      expect(changed, file).not.toBe(original);
    }
    expect(await hashAfter((copy) => copy.edit('dialog.yaml', '\nid: ', '\r\nid: '))).toBe(original);
  });
});

type Break = { name: string; file: string; find: string | RegExp; put: string; at: string; says: RegExp };

const BREAKS: readonly Break[] = [
  // dialog.yaml
  {
    name: 'a version that is none',
    file: 'dialog.yaml',
    find: /version: .*/,
    put: 'version: "1"',
    at: 'version:',
    says: /a version such as 1\.0\.0/,
  },
  {
    name: 'guidance that is not loaded',
    file: 'dialog.yaml',
    find: /guidance: .*/,
    put: 'guidance: dfe-2099',
    at: 'guidance:',
    says: /dfe-2099.*dfe-2023-draft/,
  },
  {
    name: 'a heading that is not known',
    file: 'dialog.yaml',
    find: 'title:',
    put: 'tittle:',
    at: 'tittle:',
    says: /"tittle" is not one of the headings/,
  },
  {
    name: 'a tab',
    file: 'dialog.yaml',
    find: 'id: share-check',
    put: 'id:\n\tshare: 1',
    at: '\tshare',
    says: /Indent with spaces/,
  },
  // questions.yaml
  {
    name: 'an answer that is not permitted',
    file: 'questions.yaml',
    find: 'value: not-urgent',
    put: 'value: not-urgnt',
    at: 'value: not-urgnt',
    says: /not-urgnt.*immediate, urgent, not-urgent, unsure.*Did you mean "not-urgent"/,
  },
  {
    name: 'a question that is not known',
    file: 'questions.yaml',
    find: 'id: necessity',
    put: 'id: neccesity',
    at: 'id: neccesity',
    says: /urgency, risk, purpose.*Did you mean "necessity"/,
  },
  {
    name: 'a question without its reason',
    file: 'questions.yaml',
    find: /^ {4}why: >-\n(?: {6}.*\n)+/m,
    put: '',
    at: '- id: urgency',
    says: /"why" is missing/,
  },
  {
    name: 'a label that is too long',
    file: 'questions.yaml',
    find: '"Yes, in danger now"',
    put: `"${'very '.repeat(20)}"`,
    at: 'very very',
    says: /"label" is too long: \d+ characters, at most 75/,
  },
  {
    name: 'a passage that is not known',
    file: 'questions.yaml',
    find: 'cite: [GR5]',
    put: 'cite: [GR55]',
    at: 'cite: [GR55]',
    says: /"GR55" is not a key of citations\.yaml.*Did you mean "GR5"/,
  },
  {
    name: 'a group of questions that do not follow one another',
    file: 'questions.yaml',
    find: 'questions: [accuracy, route]',
    put: 'questions: [accuracy, identities]',
    at: 'questions: [accuracy, identities]',
    says: /follow one another/,
  },
  {
    name: 'two groups of one name',
    file: 'questions.yaml',
    find: 'id: about-the-family',
    put: 'id: before-you-send',
    at: 'id: before-you-send, heading: About',
    says: /used twice/,
  },
  {
    name: 'text with a second colon',
    file: 'questions.yaml',
    find: 'ask: What is the worry?',
    put: 'ask: The worry: what is it?',
    at: 'The worry: what',
    says: /second colon.*double quotes/,
  },
  {
    name: 'text with a comma between braces',
    file: 'questions.yaml',
    find: /- value: unsure\n *label: Not sure/,
    put: '- { value: unsure, label: Not sure, or other }',
    at: 'Not sure, or other',
    says: /comma/,
  },
  // policy.yaml
  {
    name: 'a rule that asks what is not asked',
    file: 'policy.yaml',
    find: 'if: { risk: none, not: { purpose: feedback }, is: known }',
    put: 'if: { riks: none }',
    at: 'riks: none',
    says: /A condition can start with: urgency, risk/,
  },
  {
    name: 'a rule with an answer that is not permitted',
    file: 'policy.yaml',
    find: 'if: { urgency: immediate }',
    put: 'if: { urgency: imediate }',
    at: 'urgency: imediate',
    says: /immediate, urgent, not-urgent, unsure/,
  },
  {
    name: 'a named condition that is not there',
    file: 'policy.yaml',
    find: 'urgency: urgent, is: concern }',
    put: 'urgency: urgent, is: concerned }',
    at: 'is: concerned',
    says: /names a condition that can be used here: concern/,
  },
  {
    name: 'conditions that lead in a circle',
    file: 'policy.yaml',
    find: 'risk: support-only\n    not: { any',
    put: 'is: not-talked-yet\n    not: { any',
    at: 'support-without-duty:',
    says: /leads back to itself/,
  },
  {
    name: 'a rule that asks for the outcome',
    file: 'policy.yaml',
    find: 'if: { mandate: restricted }',
    put: 'if: { outcome: share }',
    at: 'if: { outcome: share }',
    says: /outcome is not known here yet/,
  },
  {
    name: 'a rule id used twice',
    file: 'policy.yaml',
    find: '- id: A13',
    put: '- id: A4',
    at: '- id: A4\n    if: { recipient',
    says: /"A4" is used twice/,
  },
  {
    name: 'a last rule that leaves some out',
    file: 'policy.yaml',
    find: '- id: S1\n    if: { always: true }',
    put: '- id: S1\n    if: { urgency: not-urgent }',
    at: '- id: S1',
    says: /hold for everything that is left/,
  },
  {
    name: 'telling that leaves some out',
    file: 'policy.yaml',
    find: '- value: not-yet-check-safety\n    when: { always: true }',
    put: '- value: not-yet-check-safety\n    when: { telling: unsure }',
    at: '- value: not-yet-check-safety',
    says: /hold for everything that is left/,
  },
  {
    name: 'a passage key that is not known',
    file: 'policy.yaml',
    find: 'cite: [HOW, GR6, GR7]',
    put: 'cite: [HOWW, GR6, GR7]',
    at: 'cite: [HOWW',
    says: /"HOWW" is not a key of citations\.yaml.*Did you mean "HOW"/,
  },
  {
    name: 'a rule without a passage',
    file: 'policy.yaml',
    find: 'cite: [GR4, GR6]',
    put: 'cite: []',
    at: 'cite: []',
    says: /Nothing is cited here.*beyond-draft: true/,
  },
  {
    name: 'an outcome that is not known',
    file: 'policy.yaml',
    find: 'outcome: talk-first',
    put: 'outcome: talk',
    at: 'outcome: talk\n',
    says: /share-now, share, fix-then-share, talk-first/,
  },
  {
    name: 'consent as a basis',
    file: 'policy.yaml',
    find: 'bases: [legitimate-interests]',
    put: 'bases: [consent]',
    at: 'bases: [consent]',
    says: /Consent is never suggested/,
  },
  {
    name: 'a basis that is not listed',
    file: 'policy.yaml',
    find: 'bases: [confirm-with-dp-lead]',
    put: 'bases: [ask-somebody]',
    at: 'bases: [ask-somebody]',
    says: /Not one of the bases/,
  },
  {
    name: 'an obligation without its condition',
    file: 'policy.yaml',
    find: '  - id: minimise\n    when: { is: sharing }\n',
    put: '  - id: minimise\n',
    at: '- id: minimise',
    says: /"when" is missing/,
  },
  {
    name: 'no place for the fixes',
    file: 'policy.yaml',
    find: '  - fixes: true\n',
    put: '',
    at: 'obligations:',
    says: /fixes: true/,
  },
  // citations.yaml
  {
    name: 'a section that is not in the guidance',
    file: 'citations.yaml',
    find: '[golden-rule-3]',
    put: '[golden-rule-33]',
    at: 'golden-rule-33',
    says: /"golden-rule-33" is not a section of dfe-2023-draft\. Did you mean "golden-rule-3"/,
  },
  {
    name: 'a key that stands twice',
    file: 'citations.yaml',
    find: 'GR2: {',
    put: 'GR1: {',
    at: 'GR1: { sections: [golden-rule-2]',
    says: /"GR1" stands here a second time/,
  },
  {
    name: 'a condition in a citation',
    file: 'citations.yaml',
    find: 'sector: nhs',
    put: 'sector: nsh',
    at: 'sector: nsh',
    says: /public, nhs/,
  },
  // advice.yaml
  {
    name: 'no words for an obligation',
    file: 'advice.yaml',
    find: /^ {2}minimise:\n(?: {4}.*\n)+/m,
    put: '',
    at: 'obligations:',
    says: /no words for "minimise"/,
  },
  {
    name: 'words for what the policy does not say',
    file: 'advice.yaml',
    find: /^ {2}minimise:/m,
    put: '  minimize:',
    at: '  minimize:',
    says: /"minimize" is not among the obligations.*Did you mean "minimise"/,
  },
  {
    name: 'no words for an outcome',
    file: 'advice.yaml',
    find: /^ {2}talk-first:\n(?: {4}.*\n)+/m,
    put: '',
    at: 'outcomes:',
    says: /no words for "talk-first"/,
  },
  {
    name: 'a headline left out',
    file: 'advice.yaml',
    find: /^ {2}share:\n {4}headline:.*\n/m,
    put: '  share:\n',
    at: '  share:\n',
    says: /"headline" is missing/,
  },
  // quotes.yaml
  {
    name: 'a quote of a section that is not there',
    file: 'quotes.yaml',
    find: /^golden-rule-4:/m,
    put: 'golden-rule-44:',
    at: 'golden-rule-44:',
    says: /"golden-rule-44" is not a section/,
  },
];

describe('one slip in one file is named with its file and line', () => {
  test.each(BREAKS)('$file: $name', async ({ file, find, put, at, says }) => {
    const copy = brokenCopy(SHIPPED);
    copy.edit(file, find, put);
    const { dialog, faults } = await loadDialog(copy.dir, guidance);
    expect(dialog).toBeNull();
    const found = faults.find((fault) => fault.file === file && says.test(fault.message));
    expect(found, JSON.stringify(faults, null, 1)).toBeDefined();
    expect(found?.line).toBe(copy.lineOf(file, at));
    // Nothing sounds as if a program had written it.
    for (const { message } of faults)
      expect(message).not.toMatch(/\b(invalid|undefined|expected|null|object)\b/i);
  });
});

describe('quotes and words', () => {
  test('a quote with one word changed is not word for word', async () => {
    const copy = brokenCopy(SHIPPED);
    writeFileSync(join(copy.dir, 'quotes.yaml'), 'golden-rule-3: You do not need permission to share\n');
    const { faults } = await loadDialog(copy.dir, guidance);
    expect(faults[0]).toMatchObject({ file: 'quotes.yaml', line: 1 });
    const said = faults.map(({ message }) => message).join('\n');
    expect(said).toMatch(/quote for "golden-rule-3" does not stand word for word.*page 4/);
    expect(said).toMatch(/"golden-rule-4" is cited and has no quote/);
    expect(said).not.toMatch(/"golden-rule-3" is cited/);
  });

  test('every key the product needs has words', async () => {
    expect((await loadDialog(SHIPPED, guidance, WORD_KEYS)).faults).toEqual([]);
    const { dialog, faults } = await loadDialog(SHIPPED, guidance, [...WORD_KEYS, 'a-key-nobody-wrote']);
    expect(dialog).toBeNull();
    expect(faults).toEqual([
      {
        file: 'words.yaml',
        line: expect.any(Number),
        message: expect.stringMatching(/no words for "a-key-nobody-wrote"/),
      },
    ]);
  });

  test('a key that nothing shows is named, with the one that was meant', async () => {
    const copy = brokenCopy(SHIPPED);
    copy.edit('words.yaml', /^home-title:/m, 'home-titel:');
    const { faults } = await loadDialog(copy.dir, guidance, WORD_KEYS);
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringMatching(/no words for "home-title"/),
      'Nothing shows the words under "home-titel". Did you mean "home-title"?',
    ]);
    expect(faults[1]?.line).toBe(copy.lineOf('words.yaml', 'home-titel'));
  });
});

describe('everything at once', () => {
  test('slips in all files are all named, each once', async () => {
    const copy = brokenCopy(SHIPPED);
    copy.edit('dialog.yaml', /version: .*/, 'version: one');
    copy.edit('questions.yaml', 'value: not-urgent', 'value: later');
    copy.edit('questions.yaml', 'id: necessity', 'id: need');
    copy.edit('policy.yaml', 'outcome: talk-first', 'outcome: talk');
    copy.edit('policy.yaml', '- id: A13', '- id: A4');
    copy.edit('policy.yaml', 'bases: [legitimate-interests]', 'bases: [consent]');
    copy.edit('citations.yaml', '[golden-rule-3]', '[golden-rule-33]');
    copy.edit('advice.yaml', /^ {2}minimise:/m, '  minimize:');
    copy.edit('quotes.yaml', /^golden-rule-4:/m, 'golden-rule-44:');
    copy.remove('words.yaml');
    const { dialog, faults } = await loadDialog(copy.dir, guidance, ['some-key']);
    expect(dialog).toBeNull();
    const at = (file: string, text: string) => `${file}:${copy.lineOf(file, text)}`;
    const places = faults.map(({ file, line }) => `${file}:${line}`);
    expect(places).toEqual(
      expect.arrayContaining([
        at('dialog.yaml', 'version: one'),
        at('questions.yaml', 'value: later'),
        at('questions.yaml', 'id: need'),
        at('policy.yaml', 'outcome: talk\n'),
        at('policy.yaml', '- id: A4\n    if: { recipient'),
        at('policy.yaml', 'bases: [consent]'),
        at('citations.yaml', 'golden-rule-33'),
        at('advice.yaml', '  minimize:'),
        at('quotes.yaml', 'golden-rule-44:'),
        'words.yaml:1',
      ]),
    );
    const said = faults.map((fault) => `${fault.file}:${fault.line} ${fault.message}`);
    expect(new Set(said).size).toBe(said.length);
    // What only follows from another fault is not said: the question and the rule that were left out, every word of the file that is gone.
    expect(said.join('\n')).not.toMatch(
      /needs these questions too|words for "T1"|"T1" is not among|some-key/,
    );
  });

  test('a file that cannot be read hides nothing in the others and invents nothing in them', async () => {
    const copy = brokenCopy(SHIPPED);
    writeFileSync(join(copy.dir, 'policy.yaml'), 'rules: [\nconditions: {');
    copy.edit('questions.yaml', 'value: not-urgent', 'value: later');
    const { faults } = await loadDialog(copy.dir, guidance);
    const files = new Set(faults.map(({ file }) => file));
    expect([...files].sort()).toEqual(['policy.yaml', 'questions.yaml']);
    expect(faults.filter(({ file }) => file === 'questions.yaml')).toHaveLength(2);
  });

  test('a citations file that cannot be read does not make every passage a fault', async () => {
    const copy = brokenCopy(SHIPPED);
    copy.edit('citations.yaml', 'GR1: {', 'GR1: {{');
    const { faults } = await loadDialog(copy.dir, guidance);
    expect(new Set(faults.map(({ file }) => file))).toEqual(new Set(['citations.yaml']));
  });

  test('an empty folder names every file', async () => {
    const copy = brokenCopy('dialogs/share-check');
    const files = ['advice', 'citations', 'dialog', 'policy', 'questions', 'quotes', 'words'].map(
      (f) => `${f}.yaml`,
    );
    for (const file of files) copy.remove(file);
    const { faults } = await loadDialog(copy.dir, guidance, ['some-key']);
    expect(faults.map(({ file }) => file).sort()).toEqual(files);
  });

  test('writing that could surprise is refused: repeats, tags, several documents', async () => {
    for (const text of [
      'title: &a x\nid: *a\n',
      'title: !secret x\n',
      'title: x\n---\ntitle: y\n',
      '? [a]\n: b\n',
    ]) {
      const copy = brokenCopy(SHIPPED);
      writeFileSync(join(copy.dir, 'dialog.yaml'), text);
      const { dialog, faults } = await loadDialog(copy.dir, guidance);
      expect(dialog).toBeNull();
      expect(faults.some(({ file }) => file === 'dialog.yaml')).toBe(true);
    }
  });
});
