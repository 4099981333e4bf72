import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { may } from '../../src/access/may.ts';
import { deliveriesList } from '../../src/commands/deliveries.ts';
import { recordsList, recordsVerify } from '../../src/commands/records.ts';
import { personById } from '../../src/deployment/people.ts';
import { readingOf } from '../../src/read-records.ts';
import { captured } from '../commands/command-io.ts';
import { partsOf } from '../support/transcript/adaptive-reading.ts';
import { allText, optionOf, type Service, startService, tokenOf } from './service.ts';

/** One word nobody else uses for every place where somebody can type, or a stranger can send something. */
const PLACES = [
  'message',
  'mention',
  'rationale',
  'recipientother',
  'shared',
  'toldreason',
  'localreference',
  'edited',
  'about',
  'search',
  'dialoginput',
  'oldpress',
] as const;
const STRANGER = [
  'field',
  'token',
  'verb',
  'name',
  'action',
  'body',
  'path',
  'header',
  'type',
  'service',
  'person',
  'parameter',
  'command',
] as const;
const canary = (place: string) => `Kestrel${place}Ivory`;
/** Without the rest of the word, so that half of one is found too. */
const CANARY = /Kestrel|Ivory/i;
const TYPED = { inRecord: ['rationale', 'recipientother', 'shared', 'toldreason', 'localreference'] };

let service: Service;
const printed: string[] = [];

beforeAll(async () => {
  const keep = (text: unknown) => {
    printed.push(String(text));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, name).mockImplementation((...texts) => void keep(texts.map(String).join(' ')));
  }
  service = await startService();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => service.end());

async function plant(): Promise<readonly string[]> {
  const answers: string[] = [];
  const sam = service.chatOf('sam-okafor');
  const typed = `${canary('message')} hit him, his mother rang 01632 960555`;
  await sam.say(typed);
  await sam.say(`<at>x</at> ${canary('mention')}`, {
    conversation: { id: '19:staff@thread.tacv2', conversationType: 'channel' },
    entities: [{ type: 'mention', text: canary('mention'), mentioned: { id: '28:share-check' } }],
  });
  const form = await service.emergencyForm(sam);
  await sam.say(typed);
  const again = await sam.say('resume');
  expect(allText(again)).toContain(service.words('button-record'));
  const inputs = {
    rationale: canary('rationale'),
    'recipient-other': canary('recipientother'),
    shared: canary('shared'),
    'told-reason': canary('toldreason'),
    'local-reference': canary('localreference'),
    [canary('field')]: canary('field'),
  };
  // First with something missing, so that the form comes back; then whole.
  const back = await sam.tap(again, 'button-record', inputs);
  await sam.tap(back, 'button-record', {
    ...inputs,
    recipients: optionOf(back, 'recipients', service.words('recipient-other')),
    told: optionOf(back, 'told', service.words('told-not-told')),
  });
  expect(form).toBeDefined();
  await sam.press(canary('token'), { [canary('field')]: canary('field') });
  await inTeams(answers);
  await sam.send({ type: 'invoke', name: canary('name'), value: { action: { verb: canary('verb') } } });
  await sam.send({ type: canary('type'), action: canary('action'), text: canary('message') });
  await service.worker.runOnce();

  const elsewhere = JSON.stringify(
    sam.activity({ type: 'message', serviceUrl: `https://${canary('service')}.example/` }),
  );
  for (const [body, headers] of [
    [`{"text":"${canary('body')}"`, {}],
    [`{"text":"${canary('body')}"}`, { Authorization: `Bearer ${canary('header')}` }],
    [`"${canary('body')}"`, { 'Content-Type': canary('type') }],
    [elsewhere, {}],
    ['{}', { Origin: `https://${canary('header')}.example` }],
  ] as const) {
    answers.push((await service.post(body, headers)).text);
  }
  for (const path of [
    `/${canary('path')}`,
    `/healthz?x=${canary('path')}`,
    '/metrics',
    '/readyz',
    '/healthz',
  ]) {
    answers.push(await (await fetch(service.base + path)).text());
  }
  return answers;
}

const AT = '<at>Share Check</at>';
const MENTION = { entities: [{ type: 'mention', text: AT, mentioned: { id: '28:share-check' } }] };

/** The ways in that Teams alone has: edited messages, the check of a message, the search, a dialog, older clients, many names. */
async function inTeams(answers: string[]): Promise<void> {
  const sam = service.chatOf('sam-okafor');
  const posted = async (extra: object) => {
    const { text } = await service.post(JSON.stringify(sam.activity({ type: 'invoke', ...extra })));
    return text;
  };
  const channel = (name: string) => ({
    conversation: { id: '19:staff@thread.tacv2;messageid=1', conversationType: 'channel', name },
    channelData: { channel: { id: '19:staff@thread.tacv2', name }, team: { id: '19:team', name } },
  });
  await sam.send({
    type: 'messageUpdate',
    text: `${canary('edited')} she was strangled`,
    timestamp: '2026-11-23T10:15:00Z',
    channelData: { eventType: 'editMessage' },
  });
  await sam.say(`${AT} post that ${canary('mention')} is bleeding`, { ...MENTION, ...channel('Staff') });
  const content = `<p>${canary('about')} was strangled</p><img alt="${canary('about')}">`;
  const command = { commandId: 'check-before-sharing' };
  const opened = await posted({
    name: 'composeExtension/fetchTask',
    value: {
      ...command,
      messagePayload: { body: { content }, from: { user: { displayName: canary('about') } } },
    },
    ...channel('Staff'),
  });
  const token = tokenOf(JSON.parse(opened).task.value.card.content, service.words('button-danger-on'));
  const inputs = { [canary('field')]: canary('dialoginput'), shared: canary('dialoginput') };
  const pressed = await posted({
    name: 'composeExtension/submitAction',
    value: { ...command, data: { token, ...inputs } },
  });
  const found = await posted({
    name: 'composeExtension/query',
    value: {
      commandId: 'quote',
      parameters: [
        { name: 'query', value: `${canary('search')} is bleeding, do I need consent?` },
        { name: canary('parameter'), value: canary('parameter') },
      ],
    },
  });
  // Whatever comes back is for this person alone, but for what they insert; none of it repeats what was typed.
  answers.push(opened, pressed, found);
  answers.push(await posted({ name: 'composeExtension/query', value: { commandId: canary('command') } }));
  await sam.send({ type: 'message', replyToId: '5', value: { token: 't-old', text: canary('oldpress') } });
  await sam.send({ type: 'message', value: { token: `say:${canary('oldpress')}` } });
  // Of somebody listed the name is taken from the folder, whatever Teams says.
  const from = {
    from: { id: '29:sam', aadObjectId: '00000000-0000-4000-8000-000000000101', name: canary('person') },
  };
  await sam.say('hello', { ...from, ...MENTION, ...channel('Staff') });
  await service.chatOf('priya-nair').say(`${AT} post decisions here`, { ...MENTION, ...channel('Staff') });
  await service
    .chatOf('priya-nair')
    .send({ type: 'installationUpdate', action: 'add', text: canary('message') });
}

test('plants canaries and looks for them everywhere', async () => {
  const answers = await plant();
  const entries = await service.entries();
  const { reference } = entries[0]?.entry ?? { reference: '' };

  // They are where they belong: in the record, and in what its author and the lead read.
  const bodies = JSON.stringify(entries.map(({ body }) => body));
  for (const place of TYPED.inRecord) expect(bodies, place).toContain(canary(place));
  const read = allText(await service.chatOf('priya-nair').say(reference));
  for (const place of TYPED.inRecord) expect(read, place).toContain(canary(place));
  const ofNoRecord = [...PLACES, ...STRANGER].filter((place) => !TYPED.inRecord.includes(place));
  for (const place of ofNoRecord) expect(bodies, place).not.toContain(canary(place));

  // And nowhere else.
  expect(printed.join('\n'), 'standard output and error').not.toMatch(CANARY);
  expect(service.log.join('\n'), 'log').not.toMatch(CANARY);
  expect(answers.join('\n'), 'answers to strangers').not.toMatch(CANARY);
  expect(entries.map(({ entry }) => Object.values(entry).join()).join(), 'fields of the chain').not.toMatch(
    CANARY,
  );
  const deliveries = await service.app.store.deliveries();
  expect(deliveries.map(({ state }) => state)).toContain('sent');
  expect(JSON.stringify(deliveries), 'deliveries').not.toMatch(CANARY);
  lookAtWhatWasSent();
  await lookAtCommands();
  lookAtFiles(reference);
});

/** What left for Teams: others get none of it, and nothing but words and fields on the person's own card holds any. */
function lookAtWhatWasSent(): void {
  for (const { path, body } of service.connector.sent) {
    expect(path, 'URL').not.toMatch(CANARY);
    if (!/\/a:(sam-okafor|priya-nair)\//.test(path)) expect(JSON.stringify(body), path).not.toMatch(CANARY);
    expect(`${body.text ?? ''} ${body.summary ?? ''}`, 'preview').not.toMatch(CANARY);
    for (const part of partsOf(body.attachments)) {
      const { data, verb, url, id, fallbackText, choices, title, targetElements } = part;
      const carried = JSON.stringify([data, verb, url, id, fallbackText, choices, title, targetElements]);
      expect(carried, 'what a card carries').not.toMatch(CANARY);
      if (String(part.type).startsWith('Action.') && data !== undefined) {
        expect(Object.keys(data as object)).toEqual(['token']);
      }
    }
  }
  const toLead = service.connector.sent.filter(
    ({ path, method }) => method === 'POST' && !path.includes('/a:'),
  );
  expect(toLead.length).toBeGreaterThan(0);
}

async function lookAtCommands(): Promise<void> {
  const { io, texts } = captured();
  const { deployment } = service.content;
  const deps = {
    store: service.app.store,
    may,
    person: personById(deployment, 'priya-nair'),
    people: deployment.people,
    reading: readingOf(service.content),
    now: () => new Date(),
  };
  await recordsList({ words: [], options: {} }, io, deps);
  await recordsList({ words: [], options: { json: true } }, io, deps);
  await deliveriesList({ words: [], options: { all: true, json: true } }, io, deps);
  await recordsVerify({ words: [], options: {} }, io, async () => deps);
  expect(texts.out).toContain('SC-');
  expect(texts.out + texts.err, 'commands').not.toMatch(CANARY);
}

function lookAtFiles(reference: string): void {
  const names = readdirSync(service.folder);
  expect(names).toEqual(
    expect.arrayContaining(['share-check.db', 'rehearsal.db', 'decisions.jsonl', 'local.key']),
  );
  for (const name of names) {
    const file = join(service.folder, name);
    const bytes = readFileSync(file);
    for (const encoding of ['latin1', 'utf16le'] as const) {
      expect(CANARY.test(bytes.toString(encoding)), `${name} (${encoding})`).toBe(false);
    }
    expect(CANARY.test(Buffer.from(bytes.toString('latin1'), 'base64').toString('latin1')), name).toBe(false);
    expect(statSync(file).mode & 0o077, `${name} is for its owner alone`).toBe(0);
  }
  expect(statSync(service.folder).mode & 0o077).toBe(0);
  const lines = readFileSync(join(service.folder, 'decisions.jsonl'), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).reference)).toContain(reference);
  for (const line of lines) {
    const sealed = Buffer.from(JSON.parse(line).body, 'base64').toString('latin1');
    expect(sealed).not.toMatch(CANARY);
  }
}
