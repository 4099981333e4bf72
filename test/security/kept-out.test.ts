import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { may } from '../../src/access/may.ts';
import { type DeliveryDeps, deliveriesList, deliveriesRetry } from '../../src/commands/deliveries.ts';
import {
  type RecordDeps,
  recordsExport,
  recordsList,
  recordsShow,
  recordsVerify,
} from '../../src/commands/records.ts';
import { personById } from '../../src/deployment/people.ts';
import { readingOf } from '../../src/read-records.ts';
import { captured } from '../commands/command-io.ts';
import { allText, optionOf, type Service, startService } from './service.ts';

const KEPT_OUT = ['priya-nair', 'jo-hart', 'alex-reid'] as const;

let service: Service;
let hidden: string;

/** Somebody's record, a case begun and only then restricted, and somebody's record again. */
beforeEach(async () => {
  service = await startService();
  await recorded('lena-fox');
  const sam = service.chatOf('sam-okafor');
  let card: unknown = await sam.say('share check');
  card = await sam.answer(card, 'urgency', 'urgent');
  card = await sam.answer(card, 'risk', 'perceived');
  hidden = (await service.entries()).at(-1)?.entry.reference ?? '';
  card = await sam.tap(card, 'button-keep-out');
  const named = KEPT_OUT.map((id) =>
    optionOf(card, 'kept-out', personById(service.content.deployment, id)?.name ?? ''),
  );
  await sam.tap(card, 'button-these', { 'kept-out': named.join(',') });
  await service.worker.runOnce();
  await recorded('lena-fox');
});
afterEach(() => service.end());

async function recorded(person: string): Promise<void> {
  const chat = service.chatOf(person);
  const form = await service.emergencyForm(chat);
  await chat.tap(form, 'button-record', {
    recipients: optionOf(form, 'recipients', service.words('recipient-police')),
    told: optionOf(form, 'told', service.words('told-not-decided')),
  });
  await service.worker.runOnce();
}

function depsOf(id: string): RecordDeps & DeliveryDeps {
  const { deployment } = service.content;
  return {
    store: service.app.store,
    may,
    person: personById(deployment, id),
    people: deployment.people,
    reading: readingOf(service.content),
    now: () => new Date('2026-11-23T10:20:00Z'),
  };
}
type Options = Record<string, string | true>;
type Run = (given: { words: string[]; options: Options }, io: never, deps: never) => Promise<number>;
async function said(command: Run, id: string, words: string[] = [], options: Options = {}): Promise<string> {
  const { io, texts } = captured();
  await command({ words, options }, io as never, depsOf(id) as never);
  return texts.out + texts.err;
}

describe('whoever is kept out of a case', () => {
  it('is sent nothing of it, and no channel is', async () => {
    expect(hidden).toMatch(/^SC-/);
    const about = (await service.app.store.deliveries()).filter(({ reference }) => reference === hidden);
    const went = about.filter(({ state }) => state !== 'cancelled').map(({ destination }) => destination);
    const people = went.flatMap((to) => (to.kind === 'direct-message' ? [to.person] : []));
    expect(people).toHaveLength(1);
    expect(KEPT_OUT).not.toContain(people[0]);
    expect(went.some(({ kind }) => kind === 'channel-post')).toBe(false);
  });

  it.each(KEPT_OUT)('%s cannot open it in the chat, nor tell it from one that is not there', async (id) => {
    const chat = service.chatOf(id);
    const shown = allText(await chat.say(hidden));
    expect(shown).toContain(service.words('record-none'));
    expect(shown).toBe(allText(await chat.say('SC-0000-0000')));
    expect(allText(await chat.say('records'))).not.toContain(hidden);
  });

  it.each(['priya-nair', 'jo-hart'])('%s finds it in no list, export or count', async (id) => {
    const all = [
      await said(recordsList, id),
      await said(recordsList, id, [], { json: true }),
      await said(recordsShow, id, [hidden]).then((text) => text.replaceAll(hidden, 'REF')),
      ...(await Promise.all(
        ['json', 'csv', 'html'].map((format) => said(recordsExport, id, [], { format })),
      )),
    ];
    for (const text of all) expect(text).not.toContain(hidden);
  });

  it('finds no gap: what they export verifies, and as many entries as the store says there are', async () => {
    const exported = await said(recordsExport, 'jo-hart');
    const file = join(service.folder, 'export.json');
    writeFileSync(file, exported);
    const { io, texts } = captured();
    const open = async () => depsOf('jo-hart');
    expect(await recordsVerify({ words: [file], options: {} }, io, open)).toBe(0);
    expect(await recordsVerify({ words: [], options: {} }, io, open)).toBe(0);
    expect(new Set(texts.out.trim().split('\n')).size).toBe(1);
  });

  it.each(['priya-nair', 'jo-hart', 'alex-reid'])(
    '%s sees no message of it, and can try none again',
    async (id) => {
      expect(await said(deliveriesList, id, [], { all: true })).not.toContain(hidden);
      expect(await said(deliveriesList, id, [], { all: true, json: true })).not.toContain(hidden);
      const [about] = (await service.app.store.deliveries()).filter(({ reference }) => reference === hidden);
      expect(await said(deliveriesRetry, id, [about?.id ?? ''])).toContain('No message with that id');
    },
  );
});

it('somebody who is not kept out sees all of it', async () => {
  expect(allText(await service.chatOf('tom-ellis').say(hidden))).toContain(hidden);
});

describe('when the author changes it', () => {
  it('nobody is kept out any more, and the lead is told and can open it', async () => {
    const sam = service.chatOf('sam-okafor');
    let card = await sam.say('resume');
    card = await sam.tap(card, 'button-decide-now');
    card = await sam.tap(card, 'button-back');
    await sam.tap(card, 'button-nobody');
    await service.worker.runOnce();
    expect(allText(await service.chatOf('priya-nair').say(hidden))).toContain(hidden);
    const told = (await service.app.store.deliveries()).filter(
      ({ reference, state, destination }) =>
        reference === hidden &&
        state === 'sent' &&
        destination.kind === 'direct-message' &&
        destination.person === 'priya-nair',
    );
    expect(told).toHaveLength(1);
  });
});
