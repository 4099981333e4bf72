import { readFileSync } from 'node:fs';
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { expect, test } from 'vitest';
import { ACKNOWLEDGED_COUNTS_DAYS } from '../../src/deployment/cover.ts';
import { notificationsFileSchema } from '../../src/deployment/deployment.ts';
import { shippedContent } from '../support/house.ts';

const guide = readFileSync(new URL('../../docs/dsl-guide.md', import.meta.url), 'utf8');

test('the times in it are the usual ones', () => {
  const usual = { lead: 'a', alternative: 'b', hours: [], channels: [] };
  const { emergency, today } = notificationsFileSchema.parse(usual).timers;
  const rows = [...guide.matchAll(/^\| (?<what>[^|]+) \| (?<now>\d+) minutes \| (?<later>[^|]+) \|$/gm)];
  expect(rows.map(({ groups }) => [Number(groups?.now), groups?.later])).toEqual([
    [emergency.acknowledge, `${today.acknowledge} minutes`],
    [emergency.take, `${today.take} minutes`],
    [emergency.author, 'when all were told'],
    [emergency.again, `${today.again} minutes`],
    [emergency.outcome, `${today.outcome} minutes`],
  ]);
  expect(guide).toContain(`for ${ACKNOWLEDGED_COUNTS_DAYS} days no longer counts`);
});

test('the buttons and titles in it stand on the cards', async () => {
  const { words } = (await shippedContent()).dialog;
  const labels = [...guide.matchAll(/^\| \*\*(?<label>[^*]+)\*\* \|/gm)].map(({ groups }) => groups?.label);
  const shown = Object.values(words).map((text) => text.split('.')[0]);
  for (const label of ['Take it over', 'Test: nothing has happened', ...labels]) {
    if (label !== undefined && !['Sent', 'Acknowledged', 'Taken on', 'Closed'].includes(label))
      expect(shown).toContain(label);
  }
  expect(labels.length).toBeGreaterThan(8);
});

test('it reads at grade 8 or below', () => {
  const text = guide
    .replace(/^ {4}.*$|^#.*$|^\|[-|]+\|$/gm, '')
    .replace(/`[^`]+`/g, 'this')
    .replace(/[*_|]/g, ' ')
    .replace(/\s+/g, ' ');
  const words = text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  const grade = fleschKincaid({
    sentence: (text.match(/[.?!]+(?=[\s”)]|$)/g) ?? []).length,
    word: words.length,
    syllable: words.reduce((sum, word) => sum + syllable(word), 0),
  });
  expect(words.length).toBeGreaterThan(500);
  expect(grade).toBeLessThanOrEqual(8);
});
