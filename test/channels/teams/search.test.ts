import { describe, expect, test } from 'vitest';
import { type Search, searchAnswer } from '../../../src/channels/teams/search.ts';
import { cardOf } from './every-block.ts';

const speaker = { channel: 'teams', userId: '29:sam' } as const;
const quote = (title: string) => ({
  title,
  text: `${title} begins so.`,
  card: { ...cardOf(), title, summary: title },
});
const answer = (search: Search, skip = 0) => {
  const told: unknown[] = [];
  return searchAnswer(
    { speaker, text: 'Kestrel', skip },
    search,
    (error) => void told.push(error),
    1000,
  ).then((body) => ({ body: body as { composeExtension: Record<string, unknown> }, told }));
};
const finding =
  (...titles: readonly string[]): Search =>
  async () => ({ quotes: titles.map(quote), note: 'Nothing. Call 999.' });

describe('a search', () => {
  test('is asked for the words and who typed them', async () => {
    const asked: unknown[] = [];
    await answer(async (...given) => {
      asked.push(given);
      return { quotes: [], note: '' };
    });
    expect(asked).toEqual([[speaker, 'Kestrel']]);
  });

  test('brings a list, in order: each a card to insert, with a line to know it by', async () => {
    const { body } = await answer(finding('One', 'Two'));
    expect(body.composeExtension).toMatchObject({ type: 'result', attachmentLayout: 'list' });
    expect(body.composeExtension.attachments).toMatchObject(
      ['One', 'Two'].map((title) => ({
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: { type: 'AdaptiveCard', fallbackText: expect.stringContaining(title) },
        preview: {
          contentType: 'application/vnd.microsoft.card.thumbnail',
          content: { title, text: `${title} begins so.` },
        },
      })),
    );
  });

  test('has one page', async () => {
    const { body } = await answer(finding('One'), 25);
    expect(body.composeExtension).toMatchObject({ type: 'result', attachments: [] });
  });

  test('that finds nothing says so', async () => {
    const { body } = await answer(finding());
    expect(body).toEqual({ composeExtension: { type: 'message', text: 'Nothing. Call 999.' } });
  });

  test('that fails says so, with 999, and tells the operator and nobody else', async () => {
    const fault = new Error('Kestrel');
    const { body, told } = await answer(() => Promise.reject(fault));
    expect(told).toEqual([fault]);
    expect(body.composeExtension).toMatchObject({ type: 'message' });
    expect(String(body.composeExtension.text)).toMatch(/999/);
    expect(JSON.stringify(body)).not.toContain('Kestrel');
  });
});
