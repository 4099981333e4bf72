import { describe, expect, test } from 'vitest';
import { activitySchema } from '../../../src/channels/teams/activity.ts';
import { inDialog, stillComing } from '../../../src/channels/teams/dialog.ts';
import { receive } from '../../../src/channels/teams/receive.ts';
import { CHECK_MESSAGE } from '../../../src/channels/teams/uses.ts';
import { partsOf, visibleText } from '../../support/transcript/adaptive-reading.ts';
import { message } from './activities.ts';
import { cardOf } from './every-block.ts';

const titled = (title: string) => ({ ...cardOf(), title, summary: title });
const taskOf = ({ body }: { readonly body?: unknown }) =>
  (
    body as {
      task: { type: string; value: { title: string; card: { contentType: string; content: unknown } } };
    }
  ).task;

describe('what is shown in a dialog', () => {
  test('is a card, and a dialog that goes on', () => {
    const answer = inDialog([titled('Question')]);
    expect(answer.status).toBe(200);
    expect(taskOf(answer)).toMatchObject({
      type: 'continue',
      value: { title: 'Share Check', card: { contentType: 'application/vnd.microsoft.card.adaptive' } },
    });
    expect(visibleText(taskOf(answer).value.card.content)).toContain('Question');
  });

  test('is one card, the first: there is one place', () => {
    const text = JSON.stringify(inDialog([titled('Question'), titled('Beside it')]));
    expect(text).toContain('Question');
    expect(text).not.toContain('Beside it');
  });

  test('of nothing is nothing: the dialog closes', () => {
    expect(inDialog([])).toEqual({ status: 200 });
  });
});

test('in place of an answer that takes long it says so, with 999 and a button that shows where one is', () => {
  const { content } = taskOf(stillComing()).value.card;
  expect(visibleText(content)).toContain('999');
  // Drawn in two ways for two kinds of client, each button carries the same.
  const [data, ...same] = partsOf(content).flatMap((part) => (part.data === undefined ? [] : [part.data]));
  for (const each of same) expect(each).toEqual(data);
  const pressed = receive(
    activitySchema.parse(
      message('http://127.0.0.1:1', '', {
        type: 'invoke',
        name: 'composeExtension/submitAction',
        value: { commandId: CHECK_MESSAGE, data },
      }),
    ),
  );
  expect(pressed).toMatchObject({
    kind: 'turn',
    from: { kind: 'dialog' },
    event: { kind: 'message', text: 'resume' },
  });
});
