import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readForm } from '../../src/conversation/form.ts';
import type { Action } from '../../src/conversation/state.ts';
import { partsOf } from '../support/transcript/adaptive-reading.ts';
import { allText, optionOf, type Service, startService, tokenOf } from './service.ts';

let service: Service;
beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.end());

const kinds = async () => (await service.entries()).map(({ entry }) => entry.kind);
const firstReference = async () => (await service.entries())[0]?.entry.reference ?? '';

describe('one person and another', () => {
  it('an id that was used before does not bring somebody else the answer of the first', async () => {
    const [sam, lena] = [service.chatOf('sam-okafor'), service.chatOf('lena-fox')];
    await service.emergencyForm(sam);
    const same = { id: 'one-id', conversation: { id: 'a:lena-fox', conversationType: 'personal' } };
    await sam.say('records', same);
    const reference = await firstReference();
    expect(reference).toMatch(/^SC-/);
    expect(allText(await sam.say('records'))).toContain(reference);
    const hers = allText(await lena.say('records', same));
    expect(hers).toContain(service.words('records-none'));
    expect(hers).not.toContain(reference);
  });

  it('a press without an id is not taken for the same press of somebody else', async () => {
    const [sam, lena] = [service.chatOf('sam-okafor'), service.chatOf('lena-fox')];
    const form = await service.emergencyForm(sam);
    const there = { id: undefined, conversation: { id: 'a:lena-fox', conversationType: 'personal' } };
    const token = tokenOf(form, service.words('button-back'));
    const his = allText(await sam.press(token, {}, there));
    expect(his).toContain(service.words('decision-title'));
    expect(allText(await lena.press(token, {}, there))).not.toContain(service.words('decision-title'));
  });

  it('a button of somebody else does nothing', async () => {
    const [sam, lena] = [service.chatOf('sam-okafor'), service.chatOf('lena-fox')];
    const home = await sam.say('hello');
    const shown = await lena.tap(home, 'button-emergency');
    expect(allText(shown)).toContain(service.words('button-start'));
    expect(await kinds()).toEqual([]);
  });

  it('people without an Entra id do not share a conversation', async () => {
    const from = (id: string) => ({ from: { id, aadObjectId: '' } });
    const [one, two] = [service.chatOf('29:one'), service.chatOf('29:two')];
    const home = await one.say('hello', from('29:one'));
    await one.press(tokenOf(home, service.words('button-emergency')), {}, from('29:one'));
    expect(await kinds()).toEqual(['opened']);
    expect(allText(await two.say('records', from('29:two')))).toContain(service.words('records-none'));
  });

  it('a guest opens no record, and learns of none', async () => {
    await service.emergencyForm(service.chatOf('sam-okafor'));
    const guest = service.chatOf('29:a-guest');
    const shown = await guest.say(await firstReference());
    const none = await guest.say('SC-0000-0000');
    expect(allText(shown)).toBe(allText(none));
    expect(allText(shown)).toContain(service.words('record-none'));
    expect(allText(await guest.say('records'))).toContain(service.words('records-none'));
  });

  it('what is said where others listen is answered in the person’s own chat, also where the kind of place is not said', async () => {
    const sam = service.chatOf('sam-okafor');
    for (const conversation of [
      { id: '19:staff@thread.tacv2', conversationType: 'channel' },
      { id: '19:staff@thread.v2', conversationType: 'groupChat' },
      { id: '19:staff@thread.v2' },
    ]) {
      const before = service.connector.sent.length;
      await sam.say('hello', { conversation });
      const there = service.connector.sent.slice(before).filter(({ path }) => path.includes('19:staff'));
      expect(there.map(({ body }) => body.attachments)).toEqual([undefined]);
    }
  });
});

describe('a press that no card offers', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'r', 't', ' '])(
    'of the token "%s" shows where the person is, in a check and out of one',
    async (token) => {
      const sam = service.chatOf('sam-okafor');
      await sam.say('hello');
      expect(allText(await sam.press(token))).toContain(service.words('button-start'));
      const question = await sam.say('share check');
      const shown = await sam.press(token.startsWith('r') ? `t${token}` : token);
      expect(allText(shown)).toContain(service.words('notice-stale'));
      expect(partsOf(shown).length).toBeGreaterThanOrEqual(partsOf(question).length);
      expect(service.log).toEqual([]);
    },
  );

  it('with an option of another field records nothing', async () => {
    const sam = service.chatOf('sam-okafor');
    const form = await service.emergencyForm(sam);
    const told = optionOf(form, 'told', service.words('told-not-decided'));
    const recipients = optionOf(form, 'recipients', service.words('recipient-police'));
    const shown = await sam.tap(form, 'button-record', { recipients: told, told: recipients });
    expect(allText(shown)).toContain(service.words('error-recipients'));
    expect(allText(shown)).toContain(service.words('error-told'));
    expect(await kinds()).not.toContain('completion');
  });

  it('with the values themselves in the place of tokens records nothing', async () => {
    const sam = service.chatOf('sam-okafor');
    const form = await service.emergencyForm(sam);
    await sam.tap(form, 'button-record', { recipients: 'police', told: 'already', choice: 'wait' });
    expect(await kinds()).not.toContain('completion');
  });

  it('keeps nothing of fields that the form does not have', () => {
    const tokens: Record<string, Action> = { t1: { kind: 'option', field: 'accuracy', value: 'accurate' } };
    const sent = JSON.parse(
      '{"__proto__":"x","constructor":"x","told":"x","choice":"x","kept-out":"x","accuracy":"t1","route":"constructor"}',
    );
    const read = readForm({ ...sent, shared: 'y'.repeat(9999) }, tokens, ['accuracy', 'route']);
    expect(read).toEqual({ accuracy: 'accurate', route: '', shared: 'y'.repeat(500) });
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });
});

describe('many presses at once', () => {
  it('of "in danger now" open one case', async () => {
    const sam = service.chatOf('sam-okafor');
    const home = await sam.say('hello');
    await Promise.all(Array.from({ length: 12 }, () => sam.tap(home, 'button-emergency')));
    expect(await kinds()).toEqual(['opened']);
    await service.worker.runOnce();
    const lead = (await service.app.store.deliveries()).filter(
      (d) => d.destination.kind === 'direct-message',
    );
    expect(lead).toHaveLength(1);
  });

  it('of "record it" record one decision, the first', async () => {
    const sam = service.chatOf('sam-okafor');
    const form = await service.emergencyForm(sam);
    const inputs = (n: number) => ({
      recipients: optionOf(form, 'recipients', service.words('recipient-police')),
      told: optionOf(form, 'told', service.words('told-not-decided')),
      shared: `number ${n}`,
    });
    await Promise.all(Array.from({ length: 12 }, (_, n) => sam.tap(form, 'button-record', inputs(n))));
    expect((await kinds()).filter((kind) => kind === 'completion')).toHaveLength(1);
  });
});

describe('a rehearsal and the real thing', () => {
  it('do not open each other’s cases', async () => {
    const sam = service.chatOf('sam-okafor');
    const home = await sam.say('hello');
    await sam.tap(home, 'button-emergency');
    const real = await firstReference();
    const rehearsal = await sam.say('rehearse');
    expect(allText(rehearsal)).toContain(service.words('banner-rehearsal'));
    expect(allText(await sam.say(real))).toContain(service.words('record-none'));
    await sam.answer(await sam.say('resume'), 'urgency', 'immediate');
    const own = /SC-\w{4}-\w{4}/.exec(allText(await sam.say('records')))?.[0] ?? '';
    expect(own).toMatch(/^SC-/);
    expect(own).not.toBe(real);
    await sam.say('end rehearsal');
    expect(allText(await sam.say(own))).toContain(service.words('record-none'));
    expect(await kinds()).toEqual(['opened']);
  });

  it('a button of the rehearsal, pressed while something real goes on, writes nothing real', async () => {
    const sam = service.chatOf('sam-okafor');
    const rehearsal = await sam.say('rehearse');
    await sam.say('end rehearsal');
    await sam.say('share check');
    await sam.answer(rehearsal, 'urgency', 'immediate');
    expect(await kinds()).toEqual([]);
    await service.worker.runOnce();
    expect(await service.app.store.deliveries()).toEqual([]);
  });

  it('a real button pressed during a rehearsal is real', async () => {
    const sam = service.chatOf('sam-okafor');
    const home = await sam.say('hello');
    await sam.say('rehearse');
    const advice = await sam.tap(home, 'button-emergency');
    expect(allText(advice)).not.toContain(service.words('banner-rehearsal'));
    expect(await kinds()).toEqual(['opened']);
  });
});

it('what was typed is shown as it was typed: no link, no markup', async () => {
  const sam = service.chatOf('sam-okafor');
  const form = await service.emergencyForm(sam);
  const typed =
    '[Press here](https://evil.example) <b>x</b> ![i](https://evil.example/i.png) **bold**\n# head';
  await sam.tap(form, 'button-record', {
    recipients: optionOf(form, 'recipients', service.words('recipient-police')),
    told: optionOf(form, 'told', service.words('told-not-told')),
    shared: typed,
    'told-reason': typed,
    rationale: typed,
    'local-reference': '[x](tel:1)',
  });
  const lead = service.chatOf('priya-nair');
  const opened = await lead.say(await firstReference());
  const texts = partsOf(opened).map(({ text }) => String(text ?? ''));
  const shown = texts.filter((text) => text.includes('evil.example'));
  expect(shown).toHaveLength(3);
  for (const text of shown) {
    expect(text).toContain('\\[Press here\\](https://evil.example)');
    expect(text).toContain('\\*\\*bold\\*\\*\n\\# head');
  }
  const urls = partsOf(opened).map(({ url }) => url);
  expect(urls.filter((url) => url !== undefined && !String(url).startsWith('tel:'))).toEqual([]);
});
