import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Arrows,
  circleIn,
  importsOf,
  impurities,
  packagesLoadedBy,
  readSources,
  wrongImports,
} from './support/import-direction.ts';

/** Types that both sides of a port share stand in files of their own, so that no arrow goes both ways. */
const CARDS = ['conversation/card.ts', 'conversation/event.ts', 'conversation/message-token.ts'];
/** What the channels have in common. */
const EVERY_CHANNEL = [
  'channels/turn-failed.ts',
  'channels/shown-name.ts',
  'channels/again.ts',
  'channels/within.ts',
];
const PORTS = [
  'delivery/delivery.ts',
  'delivery/lane.ts',
  'delivery/messenger.ts',
  'delivery/reached.ts',
  'storage/store.ts',
  'storage/seal.ts',
];

/** Which part of `src/` may import which. An import that is not in this table fails the test. */
const ARROWS: Arrows = {
  'fault.ts': { parts: [], packages: [] },
  'records/reference.ts': { parts: [], packages: [] },
  check: { parts: ['fault.ts'], packages: ['zod'] },
  guidance: { parts: ['fault.ts'], packages: [] },
  ask: { parts: ['guidance', 'fault.ts'], packages: ['fuse.js', '@orama/stemmers'] },
  danger: { parts: ['ask'], packages: ['zod'] },
  flow: { parts: ['check'], packages: ['@dagrejs/dagre'] },
  deployment: { parts: ['check', 'fault.ts'], packages: ['zod'] },
  records: { parts: ['check', 'fault.ts'], packages: ['zod', 'canonicalize', 'node:crypto'] },
  access: { parts: ['deployment', 'records', 'fault.ts'], packages: [] },
  follow: { parts: ['check', 'deployment', 'records', 'access', 'delivery/delivery.ts'], packages: [] },

  'conversation/card.ts': { parts: [], packages: [] },
  'conversation/event.ts': { parts: ['conversation/card.ts'], packages: [] },
  'conversation/message-token.ts': { parts: ['conversation/card.ts', 'conversation/event.ts'], packages: [] },
  'delivery/delivery.ts': { parts: ['check', 'conversation/card.ts'], packages: [] },
  'delivery/messenger.ts': { parts: ['conversation/card.ts'], packages: [] },
  'delivery/reached.ts': { parts: [], packages: [] },
  'storage/seal.ts': { parts: ['fault.ts'], packages: ['node:crypto'] },
  'delivery/lane.ts': { parts: ['delivery/delivery.ts'], packages: [] },
  'storage/store.ts': {
    parts: ['check', 'records', 'delivery/delivery.ts', 'delivery/lane.ts', 'delivery/reached.ts'],
    packages: [],
  },

  conversation: {
    parts: [
      'ask',
      'check',
      'guidance',
      'deployment',
      'records',
      'records/reference.ts',
      'access',
      'follow',
      'delivery/delivery.ts',
      'delivery/reached.ts',
      'fault.ts',
      ...CARDS,
    ],
    packages: [],
  },
  content: {
    parts: ['ask', 'danger', 'check', 'guidance', 'deployment', 'fault.ts'],
    packages: ['zod', 'yaml', 'js-yaml', 'node:fs', 'node:path', 'node:crypto', 'node:module', 'node:url'],
  },
  storage: {
    parts: ['check', 'records', 'records/reference.ts', 'fault.ts', ...CARDS, ...PORTS],
    packages: [
      'better-sqlite3',
      'kysely',
      'zod',
      'node:crypto',
      'node:fs',
      'node:path',
      'node:timers',
      'node:url',
    ],
  },
  delivery: {
    parts: ['check', 'deployment', 'records', 'fault.ts', ...CARDS, ...PORTS],
    packages: [
      'nodemailer',
      'notifications-node-client',
      'node:fs',
      'node:path',
      'node:crypto',
      'node:http',
      'node:https',
      'node:timers',
    ],
  },

  http: { parts: ['fault.ts'], packages: ['restify', 'node:http', 'node:net'] },
  'channels/teams/address.ts': { parts: ['fault.ts'], packages: ['zod'] },
  playground: {
    parts: ['fault.ts', 'channels/teams/address.ts'],
    packages: ['yaml', 'node:child_process', 'node:fs', 'node:http', 'node:module', 'node:net', 'node:path'],
  },
  'channels/turn-failed.ts': { parts: ['fault.ts', ...CARDS], packages: [] },
  'channels/shown-name.ts': { parts: [], packages: [] },
  'channels/within.ts': { parts: [], packages: [] },
  'channels/again.ts': { parts: [], packages: ['node:timers'] },
  'channels/teams': {
    parts: ['fault.ts', 'delivery/messenger.ts', 'channels/teams/address.ts', ...EVERY_CHANNEL, ...CARDS],
    packages: ['botbuilder-core', 'jose', 'zod', 'node:crypto', 'node:http', 'node:https', 'node:timers'],
  },
  'channels/slack': {
    parts: ['fault.ts', 'delivery/messenger.ts', 'records/reference.ts', ...EVERY_CHANNEL, ...CARDS],
    packages: [
      '@slack/bolt',
      '@slack/web-api',
      'zod',
      'node:crypto',
      'node:http',
      'node:https',
      'node:timers',
    ],
  },
  'channels/terminal': {
    parts: ['fault.ts', 'delivery/messenger.ts', ...CARDS],
    packages: ['node:readline', 'node:stream', 'node:util'],
  },

  'slack-settings.ts': { parts: [], packages: ['zod'] },
  'app-certificate.ts': { parts: [], packages: ['node:crypto', 'node:fs', 'node:path'] },
  'teams-settings.ts': { parts: ['app-certificate.ts'], packages: ['zod'] },
  'route-values.ts': { parts: [], packages: ['zod'] },
  'route-settings.ts': { parts: ['route-values.ts', 'delivery/delivery.ts'], packages: ['zod'] },
  'config.ts': {
    parts: ['fault.ts', 'route-settings.ts', 'slack-settings.ts', 'teams-settings.ts'],
    packages: ['zod', 'node:path'],
  },
  'drill.ts': {
    parts: ['conversation', 'delivery/delivery.ts', 'deployment', 'storage/store.ts'],
    packages: [],
  },
  'heartbeat.ts': { parts: ['delivery'], packages: [] },
  'env-file.ts': { parts: ['fault.ts'], packages: ['node:fs', 'node:util'] },
  // These put the parts together. The packages of a part stay in the part.
  commands: { parts: ['*'], packages: ['uuid', 'node:*'] },
  // Its packages are no part of the service: production does without them.
  'teams-package': {
    parts: ['commands', 'config.ts', 'content', 'deployment', 'env-file.ts', 'fault.ts'],
    packages: ['@microsoft/app-manifest', 'fflate', 'pngjs', 'node:*'],
  },
  'draw-for.ts': { parts: ['conversation', 'records/reference.ts'], packages: ['uuid', 'node:crypto'] },
  'app.ts': { parts: ['*'], packages: ['uuid', 'node:crypto', 'node:path'] },
  'turn.ts': { parts: ['*'], packages: [] },
  'turn-context.ts': { parts: ['*'], packages: [] },
  'read-records.ts': {
    parts: [
      'access',
      'content',
      'conversation',
      'deployment',
      'records',
      'records/reference.ts',
      'storage/store.ts',
    ],
    packages: [],
  },
  'posting-places.ts': {
    parts: ['conversation', 'delivery', 'storage/store.ts', ...CARDS, ...PORTS],
    packages: [],
  },
  'mentions-for.ts': {
    parts: ['access', 'deployment', 'records', 'storage/store.ts', ...PORTS],
    packages: [],
  },
  'read-followed.ts': {
    parts: ['access', 'conversation', 'delivery', 'deployment', 'follow', 'storage/store.ts'],
    packages: [],
  },
  'read-queue.ts': {
    parts: ['access', 'check', 'deployment', 'follow', 'storage/store.ts'],
    packages: [],
  },
  'sweeper.ts': {
    parts: [
      'check',
      'content',
      'conversation',
      'delivery',
      'deployment',
      'follow',
      'turn-context.ts',
      ...CARDS,
      ...PORTS,
    ],
    packages: [],
  },
  'proven-policy.ts': { parts: ['check', 'content', 'fault.ts'], packages: [] },
  'asks-of.ts': { parts: ['ask', 'content', 'conversation', 'danger'], packages: [] },
  'main.ts': { parts: ['*'], packages: [] },
};

const PURE = [
  'ask',
  'check',
  'danger',
  'guidance',
  'flow',
  'deployment',
  'access',
  'records',
  'follow',
  'conversation',
];

const SRC = readSources(join(import.meta.dirname, '../src'));

describe('in src/', () => {
  test('every import follows an arrow of the table', () => {
    expect(SRC.size).toBeGreaterThan(20);
    expect(wrongImports(SRC, ARROWS)).toEqual([]);
  });

  test('the arrows do not go in a circle', () => {
    expect(circleIn(ARROWS)).toBeNull();
  });

  test('botbuilder, and what it is made of, is imported in one module', () => {
    const files = importsOf(SRC).filter(({ from }) =>
      /^(botbuilder|botframework|@microsoft\/(?!app-manifest)|@azure)/.test(from),
    );
    expect([...new Set(files.map(({ file }) => file))]).toEqual(['channels/teams/bot-sdk.ts']);
  });

  test('decide and prove start without channels and store', () => {
    const starts = [
      'main.ts',
      'commands/run-command-line.ts',
      'commands/command-list.ts',
      'commands/decide.ts',
    ];
    const files = [...starts, 'commands/prove.ts', 'commands/read-setup.ts', 'check/policy.ts'];
    expect(files.filter((file) => !SRC.has(file))).toEqual([]);
    const packages = packagesLoadedBy(SRC, files).filter((name) => !name.startsWith('node:'));
    expect(packages).toEqual(['js-yaml', 'zod']);
    // What a start loads for certain, and what it leaves until somebody has to be written to in Teams.
    const serve = packagesLoadedBy(SRC, ['commands/serve.ts']);
    expect(serve).toContain('restify');
    expect(serve.filter((name) => name.startsWith('botbuilder'))).toEqual([]);
    // Nor what sends e-mail and text messages.
    expect(serve).not.toContain('nodemailer');
    expect(serve).not.toContain('notifications-node-client');
  });

  test('the pure parts reach for no clock, chance, environment, file, logger or network', () => {
    expect(impurities(SRC, PURE)).toEqual([]);
  });
});

describe('on a made-up tree', () => {
  const arrows: Arrows = {
    a: { parts: [], packages: ['zod'] },
    b: { parts: ['a'], packages: ['node:*'] },
    'b/port.ts': { parts: [], packages: [] },
    'main.ts': { parts: ['*'], packages: [] },
  };
  const wrong = (files: Record<string, string>) =>
    wrongImports(
      new Map(Object.entries({ 'a/one.ts': '', 'b/two.ts': '', 'b/port.ts': '', 'main.ts': '', ...files })),
      arrows,
    );

  test.each([
    ['inside a part', { 'a/x.ts': "import { one } from './one.ts';" }],
    ['along an arrow', { 'b/x.ts': "import { one } from '../a/one.ts';" }],
    [
      'a package that is allowed',
      { 'a/x.ts': "import { z } from 'zod';", 'b/x.ts': "import 'node:fs/promises';" },
    ],
    ['anything, from where everything is put together', { 'main.ts': "import('./b/two.ts')" }],
    ['words in a comment', { 'a/x.ts': "// import { two } from '../b/two.ts';\n/* import('kysely') */" }],
  ])('lets pass: %s', (_what, files) => {
    expect(wrong(files)).toEqual([]);
  });

  test.each([
    ['against an arrow', { 'a/x.ts': "\nimport { two } from '../b/two.ts';" }, 'a/x.ts:2 imports b;'],
    ['a type', { 'a/x.ts': "import type { Two } from '../b/two.ts';" }, 'a/x.ts:1 imports b;'],
    ['over several lines', { 'a/x.ts': "import {\n  two,\n} from '../b/two.ts';" }, 'a/x.ts:3 imports b;'],
    ['handed on', { 'a/x.ts': "export { two } from '../b/two.ts';" }, 'imports b;'],
    ['all handed on', { 'a/x.ts': "export * from '../b/two.ts';" }, 'imports b;'],
    ['for effect', { 'a/x.ts': "import '../b/two.ts';" }, 'imports b;'],
    ['when it runs', { 'a/x.ts': "const two = await import('../b/two.ts');" }, 'imports b;'],
    ['a path worked out', { 'a/x.ts': 'const two = await import(`../b/two.ts`);' }, 'imports b;'],
    [
      'a port the table does not give',
      { 'a/x.ts': "import { p } from '../b/port.ts';" },
      'imports b/port.ts;',
    ],
    [
      'a package',
      { 'a/x.ts': "import Database from 'better-sqlite3';" },
      'imports the package better-sqlite3;',
    ],
    [
      'a part of a package',
      { 'a/x.ts': "import { x } from 'kysely/migration';" },
      'imports the package kysely;',
    ],
    ["Node's files", { 'a/x.ts': "import { readFileSync } from 'node:fs';" }, 'imports the package node:fs;'],
    ['a file that is not there', { 'b/x.ts': "import { x } from './nowhere.ts';" }, 'not a file of a part'],
    ['out of the tree', { 'b/x.ts': "import { x } from '../../test/x.ts';" }, 'not a file of a part'],
    ['from a place the table does not know', { 'c/x.ts': "import { z } from 'zod';" }, 'belongs to no part'],
  ])('catches an import %s', (_what, files, message) => {
    expect(wrong(files)).toEqual([expect.stringContaining(message)]);
  });

  test('catches arrows in a circle', () => {
    const none = { packages: [] };
    expect(
      circleIn({ a: { parts: ['b'], ...none }, b: { parts: ['c'], ...none }, c: { parts: ['b'], ...none } }),
    ).toBe('b → c → b');
  });

  test.each([
    'Date.now()',
    'new Date()',
    'Math.random()',
    'process.env.HOME',
    'randomUUID()',
    'console.log(1)',
    'setTimeout(f)',
    "await fetch('x')",
    "import { x } from 'node:fs/promises';",
  ])('catches in pure code: %s', (code) => {
    const files = new Map([
      ['a/x.ts', `// why\nconst x = ${code};`],
      ['b/x.ts', code],
    ]);
    expect(impurities(files, ['a'])).toEqual([expect.stringMatching(/^a\/x\.ts:2 uses /)]);
  });

  test('lets a given time pass in pure code', () => {
    const code = 'const then = new Date(now); // not Date.now()\nconst process = step(then);';
    expect(impurities(new Map([['a/x.ts', code]]), ['a'])).toEqual([]);
  });
});
