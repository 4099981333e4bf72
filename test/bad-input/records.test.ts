import { beforeAll, describe, expect, test } from 'vitest';
import type { Content } from '../../src/content/load-all.ts';
import { personById } from '../../src/deployment/people.ts';
import { shippedContent } from '../support/house.ts';
import { ownFolder, runEntry, startEntry } from '../support/run-entry.ts';
import { entriesIn } from '../support/store-of.ts';

let content: Content;
beforeAll(async () => {
  content = await shippedContent();
});

describe('records of a case', { timeout: 120_000 }, () => {
  test('that the person at the command line is kept out of are not there for them', async () => {
    const data = ownFolder();
    const { words, questions } = content.dialog;
    const { deployment } = content;
    const reader = personById(deployment, deployment.commandLine?.records ?? '')?.name ?? '';
    const chat = startEntry(['chat'], { data });
    await chat.shows('share check');
    chat.say('share check');
    await chat.pick(questions[0]?.options.find(({ value }) => value === 'immediate')?.label ?? '');
    const reference = /SC-\w{4}-\w{4}/.exec(await chat.shows(/Case SC-\w{4}-\w{4} is open/))?.[0] ?? '';
    const seen = await runEntry(['records', 'list'], { data, input: '' });
    expect(seen).toMatchObject({ status: 0, out: expect.stringContaining(reference) });

    await chat.pick(words['button-keep-out'] ?? '');
    await chat.pick(reader);
    await chat.pick(words['button-these'] ?? '');
    await chat.shows(/Show:/);
    await chat.stop();
    const entries = await entriesIn(data);
    expect(entries.some(({ entry }) => entry.reference === reference)).toBe(true);

    const [show, nowhere, exported] = await Promise.all(
      [
        ['records', 'show', reference],
        ['records', 'show', 'SC-7K3F-9QX3'],
        ['records', 'export'],
      ].map((args) => runEntry(args, { data, input: '' })),
    );
    if (!show || !nowhere || !exported) throw new Error('three runs were started');
    expect(show).toMatchObject({ status: 1, out: '' });
    // The same words as for a record that was never made.
    const without = (text: string) => text.replace(/SC-\w{4}-?\w{4}/g, 'SC');
    expect([nowhere.status, without(nowhere.err)]).toEqual([1, without(show.err)]);
    expect(show.err).toContain('`records list` shows those you may');
    expect(JSON.parse(exported.out)).toEqual([]);
  });
});
