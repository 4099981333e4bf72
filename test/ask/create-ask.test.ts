import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAsk } from '../../src/ask/create-ask.ts';
import type { Library } from '../../src/ask/library.ts';
import type { AskGuidance } from '../../src/ask/reply.ts';
import type { Content } from '../../src/content/load-all.ts';
import { quoteStandsIn } from '../../src/guidance/passages.ts';
import { shippedContent } from '../support/house.ts';

let content: Content;
let library: Library;
let ask: AskGuidance;
beforeAll(async () => {
  content = await shippedContent();
  ({ library } = await content.asked());
  ask = createAsk(library, content.dialog.advice.disagreements);
});

describe('the shipped guidance', () => {
  it.each([
    ['do i need mums permisson', 'golden-rule-3'],
    ['What is a DPIA?', 'definition-dpia'],
    ['who is responsible for sharing', 'who-is-responsible-for-sharing-information'],
    ['GDPR wont let me tell school', 'does-data-protection-legislation-prevent-information-sharing'],
  ])('%s is answered from %s', (question, section) => {
    expect(ask(question).answer?.section).toBe(section);
  });

  it('quotes word for word, with heading, page and edition, and the answer leads the results', () => {
    const { answer, results } = ask('do I have to write down why I shared something');
    const guidance = library.searched.find(({ id }) => id === answer?.guidance);
    const section = guidance?.sections.get(answer?.section ?? '');
    expect(section !== undefined && quoteStandsIn(section, answer?.quote ?? '')).toBe(true);
    expect(answer).toMatchObject({
      heading: section?.heading,
      page: section?.pages,
      edition: 'Draft, June 2023, since superseded',
    });
    expect(results[0]?.section).toBe(answer?.section);
    expect(results.length).toBeLessThanOrEqual(10);
    const scores = results.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('quotes the passage that answers, not the first of the section', () => {
    const { answer } = ask('how do I send it securely to another agency');
    expect(answer?.section).toBe('how-do-i-share-information-with-other-agencies');
    expect(answer?.quote).toContain('Information must always be shared securely.');
  });

  it('shows the other side where the guidance disagrees with itself, and only there', () => {
    const { answer, also } = ask('is a DPIA mandatory');
    expect([answer?.section, also?.section].sort()).toEqual([
      'definition-dpia',
      'how-do-i-share-information-with-other-agencies',
    ]);
    expect(also?.quote).not.toBe(answer?.quote);
    expect(ask('is there a template for a dpia').also).toBeNull();
  });

  it.each([
    'how long do we keep safeguarding files',
    'do volunteers need a DBS check',
    'how many days to answer a subject access request',
    'is a 14 year old Gillick competent',
    'who won the football',
    'qwxz vbnm',
    '',
    '😀',
  ])('has no answer to "%s"', (question) => {
    expect(ask(question).answer).toBeNull();
  });

  it('names what the question is about when that is known not to be covered', () => {
    expect(ask('how long do we keep safeguarding files').topic?.about).toContain('how long');
    expect(ask('qwxz vbnm').topic).toBeNull();
  });

  it('answers anything that can be typed, the same every time, and keeps nothing of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const first = ask(text);
        ask('something else about consent and records');
        expect(ask(text)).toStrictEqual(first);
        expect(JSON.stringify(first.results)).not.toContain('undefined');
      }),
      { numRuns: 60 },
    );
    expect(ask('consent '.repeat(100_000)).results.length).toBeGreaterThan(0);
  });
});

describe('a local procedure', () => {
  const local = (sections: Record<string, string>): Library['searched'][number] => ({
    id: 'home-visits',
    title: 'Home visits',
    shortTitle: 'Home visits',
    edition: 'Local procedure of Larkfield School',
    current: false,
    hash: '',
    licence: '',
    attribution: '',
    supersededBy: '',
    sections: new Map(
      Object.entries(sections).map(([id, text]) => [
        id,
        { id, heading: id.replaceAll('-', ' '), pages: '', text },
      ]),
    ),
  });

  it('answers without phrasings, from its own words', () => {
    const searched = [
      ...library.searched,
      local({
        'home-visits-dogs': 'Ask the family to shut dogs in another room before you go in.',
        'home-visits-signing-out':
          'Sign out on the whiteboard in reception and take the lone worker phone with you.',
      }),
    ];
    const reply = createAsk({ ...library, searched })(
      'where is the lone worker phone signed out, whiteboard?',
    );
    expect(reply.answer).toMatchObject({
      guidance: 'home-visits',
      section: 'home-visits-signing-out',
      page: '',
    });
  });
});
