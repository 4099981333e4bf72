import { readdirSync, readFileSync } from 'node:fs';
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  CHECK_MESSAGE,
  OFFERED,
  POST_DECISIONS_HERE,
  QUOTE,
  QUOTE_QUERY,
  SCOPES,
  USES,
} from '../../../src/channels/teams/uses.ts';
import { understand } from '../../../src/conversation/understand.ts';
import { makePackage } from '../../../src/teams-package/make-package.ts';
import { readSource } from '../../../src/teams-package/source.ts';
import { loadTools } from '../../../src/teams-package/tools.ts';

const ROOT = new URL('../../../', import.meta.url);
const APP_ID = '6f1d2a30-52c4-4d0e-9a57-0c1b8e7a4f21';
const DETAILS = {
  'app-id': APP_ID,
  version: '1.2.3',
  organisation: 'Larkfield School',
  website: 'https://www.larkfield.example/help',
  privacy: 'https://www.larkfield.example/privacy',
  terms: 'https://www.larkfield.example/terms',
};

const words = z.string().min(1);
const command = z.strictObject({ title: words.max(32), description: words.max(128) });
/** All that the app asks of Teams. What is not named here it does not ask for. */
const manifestSchema = z.strictObject({
  $schema: z.string(),
  manifestVersion: z.literal('1.30'),
  version: z.literal('1.2.3'),
  id: z.literal(APP_ID),
  localizationInfo: z.strictObject({ defaultLanguageTag: z.literal('en-gb') }),
  developer: z.strictObject({
    name: z.literal(DETAILS.organisation),
    websiteUrl: z.literal(DETAILS.website),
    privacyUrl: z.literal(DETAILS.privacy),
    termsOfUseUrl: z.literal(DETAILS.terms),
  }),
  name: z.strictObject({ short: words.max(30), full: words.max(100) }),
  description: z.strictObject({ short: words.max(80), full: words.max(4000) }),
  icons: z.strictObject({ color: z.literal('color.png'), outline: z.literal('outline.png') }),
  accentColor: z.string().regex(/^#[0-9a-f]{6}$/),
  bots: z.tuple([
    z.strictObject({
      botId: z.literal(APP_ID),
      scopes: z.array(z.enum(SCOPES)),
      isNotificationOnly: z.literal(false),
      supportsFiles: z.literal(false),
      supportsCalling: z.literal(false),
      supportsVideo: z.literal(false),
      commandLists: z
        .array(z.strictObject({ scopes: z.tuple([z.enum(SCOPES)]), commands: z.array(command).max(12) }))
        .max(3),
    }),
  ]),
  composeExtensions: z.tuple([
    z.strictObject({
      botId: z.literal(APP_ID),
      commands: z.tuple([
        z.strictObject({
          id: z.string(),
          type: z.literal('query'),
          context: z.tuple([z.literal('compose'), z.literal('commandBox')]),
          title: words,
          description: words,
          initialRun: z.literal(true),
          parameters: z.tuple([
            z.strictObject({
              name: z.string(),
              inputType: z.literal('text'),
              title: words,
              description: words,
            }),
          ]),
        }),
        z.strictObject({
          id: z.string(),
          type: z.literal('action'),
          context: z.tuple([z.literal('message')]),
          title: z.literal('Check before sharing'),
          description: words,
          fetchTask: z.literal(true),
        }),
      ]),
    }),
  ]),
  // Who somebody is; and a first message to those it has been installed for.
  permissions: z.tuple([z.literal('identity'), z.literal('messageTeamMembers')]),
  // It shows no page of its own.
  validDomains: z.tuple([]),
  defaultInstallScope: z.literal('personal'),
  defaultGroupCapability: z.strictObject({ team: z.literal('bot'), groupchat: z.literal('bot') }),
});

let manifest: z.infer<typeof manifestSchema>;
beforeAll(async () => {
  const made = await makePackage(
    await readSource(new URL('manifest/teams', ROOT).pathname),
    { details: DETAILS, notYet: [] },
    await loadTools(),
  );
  if ('faults' in made) throw new Error(made.faults.join('\n'));
  manifest = manifestSchema.parse(JSON.parse(Buffer.from(made.files.get('manifest.json') ?? '').toString()));
});

describe('the app as Teams is told of it', () => {
  it('can be used in each place that the code knows, and offers there what the code says', () => {
    const [bot] = manifest.bots;
    expect(bot.scopes).toEqual([...SCOPES]);
    expect(
      Object.fromEntries(
        bot.commandLists.map(({ scopes, commands }) => [scopes[0], commands.map((c) => c.title)]),
      ),
    ).toEqual(USES.offered);
    expect(bot.commandLists).toHaveLength(SCOPES.length);
  });

  it('has the search and the action of the code, under the ids the code answers to', () => {
    const [quote, check] = manifest.composeExtensions[0].commands;
    expect([quote.id, quote.parameters[0].name]).toEqual([QUOTE, QUOTE_QUERY]);
    expect(check.id).toBe(CHECK_MESSAGE);
    expect([USES.queries, USES.actions]).toEqual([[quote.id], [check.id]]);
  });

  it('looks as it does in Slack, and white letters can be read on its colour', () => {
    const slack = parse(readFileSync(new URL('manifest/slack/manifest.yaml', ROOT), 'utf8'));
    expect(manifest.accentColor).toBe(slack.display_information.background_color);
    expect(manifest.name.short).toBe(slack.display_information.name);
    expect(contrastWithWhite(manifest.accentColor)).toBeGreaterThanOrEqual(4.5);
    const icon = readFileSync(new URL('manifest/teams/color.svg', ROOT), 'utf8');
    expect(icon).toContain(`fill="${manifest.accentColor}"`);
  });
});

it.each(['1.16', '1.20', '1.24', '1.28', '1.29'])(
  'the manifest fits version %s of the schema too',
  async (version) => {
    const { schema, validate } = await loadTools();
    const older = await schema(version, 'manifest');
    expect(older).not.toBeNull();
    expect(await validate({ ...manifest, manifestVersion: version }, older ?? {})).toEqual([]);
  },
);

describe('a command that Teams offers', () => {
  it.each(OFFERED.personal)('is understood when it is sent: %s', (title) => {
    expect(understand(title)).not.toBeNull();
  });

  it.each([...OFFERED.team, ...OFFERED.groupChat].filter((title) => title !== POST_DECISIONS_HERE))(
    'is understood in a channel or group chat: %s',
    (title) => {
      expect(understand(title)).toEqual({ kind: 'help' });
    },
  );

  it('stands once in each place, without "/", and in the words people type', () => {
    for (const offered of Object.values(OFFERED)) {
      expect(new Set(offered).size).toBe(offered.length);
      for (const title of offered) expect(title).toMatch(/^[a-z][a-z ]{2,31}$/);
    }
  });
});

describe('the words of the app', () => {
  const strings: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(new URL('manifest/teams/languages/en-GB.json', ROOT), 'utf8'),
  );
  const shown = Object.entries(strings).flatMap(([place, text]) => (place === '$schema' ? [] : [text]));
  const full = strings['description.full'] ?? '';

  it('say what it does, what it keeps, who decides, and what it is not', () => {
    expect(full).toContain('If a child is in danger now, ring 999.');
    expect(full).toContain('not an emergency service');
    expect(full).toContain('It advises, and a person decides.');
    expect(full).toContain('What it stores:');
    expect(full).toMatch(/draft[^.]*June 2023\. It has since been superseded/);
    expect(full).toContain('No text is made by AI.');
    for (const part of ['begin', 'question', 'channel', 'Check before sharing', 'passage']) {
      expect(full).toContain(part);
    }
  });

  it('are not said twice: the long description does not hold the short one, and names differ', () => {
    expect(full).not.toContain(strings['description.short']);
    expect(strings['name.full']).not.toBe(strings['name.short']);
  });

  it.each(shown.flatMap((text) => text.split('\n\n')).filter((text) => wordsOf(text).length >= 8))(
    'read at grade 8 or below: %s',
    (text) => {
      expect(gradeOf(text)).toBeLessThanOrEqual(8);
    },
  );

  it('are calm and plain', () => {
    const banned =
      /\b(please|sorry|valid|invalid|oops|forbidden|click here|dsl|bot|app id)\b|n['’]t\b|['’](re|ll|ve)\b|[–—!]/i;
    expect(shown.filter((text) => banned.test(text))).toEqual([]);
  });
});

describe('the page on setting it up', () => {
  const page = readFileSync(new URL('docs/teams-set-up.md', ROOT), 'utf8');
  const folder = new URL('src/channels/teams/', ROOT);
  const code = readdirSync(folder)
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');

  it('has what to do for every fault of the channel, and for no other', () => {
    const codes = [...code.matchAll(/(?:^\s*|code: )'(teams-[a-z-]+)',/gm)].map(([, name = '']) => name);
    const named = [...page.matchAll(/`(teams-[a-z-]+)`/g)].map(([, name = '']) => name);
    expect(codes.length).toBeGreaterThan(8);
    expect([...new Set(named)].sort()).toEqual([...new Set(codes)].sort());
  });

  it('names every setting of Teams', () => {
    const settings = readFileSync(new URL('.env.example', ROOT), 'utf8');
    const names = [...settings.matchAll(/^(MicrosoftApp\w+)=/gm)].map(([, name = '']) => name);
    expect(names).toContain('MicrosoftAppId');
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every command that is offered, the search and the action', () => {
    for (const title of Object.values(OFFERED).flat()) expect(page).toContain(title);
    for (const { title } of manifest.composeExtensions[0].commands) expect(page).toContain(`**${title}**`);
  });
});

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}’'-]+/gu) ?? [];
}

function gradeOf(text: string): number {
  const all = wordsOf(text);
  return fleschKincaid({
    sentence: Math.max(1, (text.match(/[.?!:;]+(?=\s|$)/g) ?? []).length),
    word: all.length,
    syllable: all.reduce((sum, word) => sum + syllable(word), 0),
  });
}

/** WCAG 2.2 contrast ratio of #ffffff on a colour such as #1b4b5a. */
function contrastWithWhite(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}
