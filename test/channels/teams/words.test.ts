import { readdirSync, readFileSync } from 'node:fs';
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { describe, expect, it } from 'vitest';
import * as OWN_WORDS from '../../../src/channels/teams/words.ts';
import { cardOf } from './every-block.ts';

const FOLDER = new URL('../../../src/channels/teams/', import.meta.url);
const LINK = 'https://teams.microsoft.com/l/app/6f1d2a30';

/** Every sentence or label in a value, without ids and tokens. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return /[A-Z]/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'token' ? [] : textsIn(inner)));
}

const { addItFirst, letItIn, withWayOn, ...SAID } = OWN_WORDS;
/** What stands together, as it is read. */
const CARDS = [
  ...Object.values(SAID),
  ...[null, LINK].flatMap((link) => [addItFirst(link), letItIn(link)]),
  withWayOn({ ...cardOf(), title: 'Failed' }).buttons,
].map(textsIn);
const OWN = CARDS.flat();

/** Everything written in the code of the channel that is a sentence: faults for the operator too. */
const WRITTEN = readdirSync(FOLDER).flatMap((name) => {
  const code = readFileSync(new URL(name, FOLDER), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
  // With those that hold no space, so that no quotation mark is taken for the wrong end.
  return [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, quoted, template]) => quoted ?? template ?? '')
    .filter((text) => /[A-Z]/.test(text) && text.includes(' '));
});

const wordsOf = (text: string) => text.replace(LINK, '').match(/[\p{L}\p{N}’'-]+/gu) ?? [];
const together = (parts: readonly string[]): string =>
  parts.map((part) => (/[.?!]$/.test(part) ? part : `${part}.`)).join(' ');

function gradeOf(text: string): number {
  const words = wordsOf(text);
  return fleschKincaid({
    sentence: Math.max(1, (text.match(/[.?!]+(?=[\s”)]|$)/g) ?? []).length),
    word: words.length,
    syllable: words.reduce((sum, word) => sum + syllable(word), 0),
  });
}

describe('what Teams shows in Share Check’s own words', () => {
  const measured = CARDS.map(together).filter((text) => wordsOf(text).length >= 6);

  it('is all looked at', () => {
    expect(OWN).toContain(OWN_WORDS.JOINED);
    expect(OWN).toContain('Show where I am');
    expect(measured.length).toBeGreaterThan(10);
    expect(gradeOf('Proportionality necessitates multi-agency deliberation.')).toBeGreaterThan(12);
  });

  it.each(measured)('reads at grade 8 or below: %s', (text) => {
    expect(gradeOf(text)).toBeLessThanOrEqual(8);
  });

  it('says "do not" in full', () => {
    expect(
      OWN.filter((text) => /n['’]t\b|\b(we|you|they|it)['’](re|ll|ve|d)\b|\bit['’]s\b/i.test(text)),
    ).toEqual([]);
  });
});

describe('every sentence in the code of the channel', () => {
  it('begs, blames and shouts at nobody', () => {
    expect(WRITTEN.length).toBeGreaterThan(60);
    const banned = /\b(please|sorry|valid|invalid|oops|forbidden|an error occurred|click here)\b|!(\s|$)/i;
    expect([...WRITTEN, ...OWN].filter((text) => banned.test(text))).toEqual([]);
    // Names of settings and ids may have capitals.
    expect(OWN.filter((text) => /\b[A-Z]{4,}\b/.test(text))).toEqual([]);
  });

  it('links to Microsoft alone, by its own address: no shortener, no page that counts', () => {
    const hosts = [...WRITTEN, ...OWN].flatMap((text) =>
      [...text.matchAll(/https?:\/\/([^/\s$`']+)/g)].map(([, host = '']) => host),
    );
    expect(hosts).toContain('teams.microsoft.com');
    expect(hosts.filter((host) => !/(^|\.)(microsoft\.com|trafficmanager\.net)$/.test(host))).toEqual([]);
    for (const line of [addItFirst(LINK), letItIn(LINK)]) expect(line.endsWith(`: ${LINK}`)).toBe(true);
  });

  it('that says what is wrong says what to do as well', () => {
    const faults = readdirSync(FOLDER).flatMap((name) => {
      const code = readFileSync(new URL(name, FOLDER), 'utf8');
      return [
        ...code.matchAll(
          /code: '(teams-[a-z-]+)',\s*message:\s*'([^']+)',\s*remedy:\s*(?:'([^']+)'|`([^`]+)`|(\w+))/g,
        ),
      ].map(([, fault = '', says = '', quoted, template, name]) => [fault, says, quoted ?? template ?? name]);
    });
    expect(faults.length).toBeGreaterThan(12);
    for (const [, says, remedy] of faults) {
      expect(says).toMatch(/^[A-Z].*\.$/s);
      expect(remedy).toMatch(/\w{3}/);
    }
  });
});

describe('whoever may be stuck', () => {
  const { ONE_MOMENT, HIDDEN } = OWN_WORDS;
  /** What stands beside an answer that is there, or where nobody waits for one. */
  const NOBODY_STUCK = [
    'MAY_BE_A_REPEAT',
    'ANSWERED_PRIVATELY',
    'ANSWERED_YOU',
    'OTHERS_SEE',
    'THIS_CHANNEL',
  ];

  it.each(
    Object.entries({ ...SAID, addItFirst: addItFirst(LINK) }).filter(
      ([name]) => !NOBODY_STUCK.includes(name),
    ),
  )('has 999 beside what is in the way: %s', (_name, shown) => {
    expect(together(textsIn(shown))).toContain('999');
  });

  it('has a button that leads on from every card', () => {
    for (const card of [ONE_MOMENT, HIDDEN, withWayOn(cardOf())]) {
      expect(card.buttons.map(({ token }) => token)).toContain('say:resume');
    }
  });
});

it('a line that others read says nothing of what was asked, why, or by whom', () => {
  const { ANSWERED_PRIVATELY, JOINED } = OWN_WORDS;
  for (const line of [ANSWERED_PRIVATELY, letItIn(LINK), letItIn(null)]) {
    expect(line).not.toMatch(/child|danger|concern|worry|safeguarding|urgent|emergency|999|case|SC-/i);
  }
  // Said whoever adds it and whatever for; and to whoever asks and is not reached, in the same words every time.
  expect([JOINED, addItFirst(LINK)].filter((line) => /concern|worry|urgent|case|SC-/i.test(line))).toEqual(
    [],
  );
});
