import { readFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '../..');
const PEERS = ['json-rules-engine', 'botbuilder', 'restify', '@slack/bolt'];

/** The machine and the versions that the figures belong to, a line each. */
export async function describeMachine(): Promise<string[]> {
  const cores = cpus();
  const versions = await Promise.all(
    PEERS.map(async (name) => `${name} ${await versionIn(`node_modules/${name}/package.json`)}`),
  );
  return [
    `${cores[0]?.model.trim() ?? 'unknown processor'}, ${cores.length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, load ${loadavg()[0]?.toFixed(1)}`,
    `Node.js ${process.versions.node}, Share Check ${await versionIn('package.json')}, ${versions.join(', ')}`,
  ];
}

async function versionIn(file: string): Promise<string> {
  const read: unknown = JSON.parse(await readFile(join(PROJECT, file), 'utf8'));
  return typeof read === 'object' && read !== null && 'version' in read ? String(read.version) : 'unknown';
}
