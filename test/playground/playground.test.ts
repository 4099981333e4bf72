import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, createServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../src/playground/free-port.ts';
import { type Playground, startPlayground } from '../../src/playground/index.ts';

const SAM = { name: 'Sam Okafor', teams: '00000000-0000-4000-8000-000000000101' };
const PRIYA = { name: 'Priya Nair', teams: '00000000-0000-4000-8000-000000000102' };

let folder: string;
let playground: Playground | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'share-check-playground-'));
});
afterEach(async () => {
  await playground?.stop();
  playground = undefined;
  await rm(folder, { recursive: true });
});

const start = async (port: number, windows = [SAM, PRIYA]) => {
  playground = await startPlayground({
    servicePort: 3978,
    folder,
    organisation: 'A School',
    people: [SAM, PRIYA],
    windows,
    channel: { target: '19:decisions@thread.tacv2', name: 'Decisions' },
    port,
  });
  return playground;
};
const portOf = (url: string | undefined) => Number(new URL(url ?? '').port);

/** Whether somebody answers at this address. */
function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
const addressesOfThisMachine = () =>
  Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? [])
      .filter(({ address }) => address !== '127.0.0.1' && !address.startsWith('fe80'))
      .map(({ address }) => address),
  );

describe('the Playground beside the service', () => {
  it('gives each person a window of their own, and tells where they can be written to', async () => {
    const { windows } = await start(await freePort(47_000));
    expect(windows.map(({ person }) => person.name)).toEqual(['Sam Okafor', 'Priya Nair']);
    for (const { url, address } of windows) {
      const page = await fetch(url);
      expect(page.status).toBe(200);
      const sent = await fetch(`${address.serviceUrl}/v3/conversations/${address.conversation}/activities`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ type: 'message', text: 'hello' }),
      });
      expect(sent.status).toBe(201);
    }
  });

  it('is reached from this machine only, under no other of its addresses', async () => {
    const { windows } = await start(await freePort(47_100), [SAM]);
    const port = portOf(windows[0]?.url);
    expect(await answers('127.0.0.1', port)).toBe(true);
    for (const address of addressesOfThisMachine())
      expect([address, await answers(address, port)]).toEqual([address, false]);
    expect(await answers('127.0.0.2', port)).toBe(false);
  });

  it.each([
    ['a page of another site', { Origin: 'https://evil.example' }],
    ['another name that leads here', { Host: 'evil.example' }],
  ])('does not answer %s', async (_name, headers) => {
    const { windows } = await start(await freePort(47_500), [SAM]);
    const port = portOf(windows[0]?.url);
    const status = await new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, headers }, (page) => resolve(page.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it('writes down nothing but its settings: what people type stays out of any log', async () => {
    const { windows } = await start(await freePort(47_200), [SAM]);
    await fetch(windows[0]?.url ?? '');
    expect(await readdir(folder)).toEqual(['window-1.m365agentsplayground.yml']);
  });

  it('takes the next port when one is busy', async () => {
    const port = await freePort(47_300);
    const other: Server = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const { windows } = await start(port, [SAM]);
    expect(portOf(windows[0]?.url)).toBeGreaterThan(port);
    await new Promise((resolve) => other.close(resolve));
  });

  it('is gone when stopped, without being called an accident', async () => {
    const ended: string[] = [];
    const { windows, stop } = await startPlayground({
      servicePort: 3978,
      folder,
      organisation: 'A School',
      people: [SAM],
      windows: [SAM],
      port: await freePort(47_400),
      ended: ({ name }) => ended.push(name),
    });
    await stop();
    expect(await answers('127.0.0.1', portOf(windows[0]?.url))).toBe(false);
    expect(ended).toEqual([]);
  });
});
