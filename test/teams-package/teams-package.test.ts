import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { teamsPackage } from '../../src/teams-package/teams-package.ts';
import { captured } from '../commands/command-io.ts';
import { type BrokenCopy, brokenCopy } from '../support/broken-copy.ts';
import { expectPlain, ownFolder } from '../support/run-entry.ts';

const APP_ID = '6f1d2a30-52c4-4d0e-9a57-0c1b8e7a4f21';
const LOCALISED =
  'https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.Localization.schema.json';
const ENGLISH = 'languages/en-GB.json';

/** A school with pages of its own. */
function school(): BrokenCopy {
  const copy = brokenCopy('manifest/example-school');
  for (const page of ['website', 'privacy', 'terms']) {
    copy.edit(
      'organisation.yaml',
      `${page}: https://www.larkfield-school.example`,
      `${page}: https://www.larkfield.sch.uk`,
    );
  }
  return copy;
}

type Setting = {
  readonly args?: readonly string[];
  readonly source?: string;
  readonly local?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly version?: string;
};

async function run({ args = [], source = 'manifest/teams', local, env = {}, version = '1.2.3' }: Setting) {
  const { io, texts } = captured();
  const data = ownFolder('teams-package');
  const status = await teamsPackage(args, {
    ...io,
    env: { MicrosoftAppId: APP_ID, SHARE_CHECK_DATA: data, SHARE_CHECK_LOCAL: local ?? school().dir, ...env },
    version,
    source,
  });
  expectPlain(texts.err);
  return { status, ...texts, data };
}

/** What is said of a broken copy of the source. Each line but the last is a fault. */
async function faultsOf(breakIt: (copy: BrokenCopy) => void): Promise<readonly string[]> {
  const copy = brokenCopy('manifest/teams');
  breakIt(copy);
  const { status, out, err, data } = await run({ source: copy.dir });
  expect([status, out, existsSync(join(data, 'share-check-teams-1.2.3.zip'))]).toEqual([1, '', false]);
  return err.trim().split('\n').slice(0, -1);
}

function put(copy: BrokenCopy, file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(copy.dir, file)), { recursive: true });
  writeFileSync(join(copy.dir, file), content);
}

const english = (): Record<string, string> =>
  JSON.parse(readFileSync(join('manifest/teams', ENGLISH), 'utf8'));
/** A language file in which only what Teams sends as it is typed is in English. */
const welsh = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(english()).map(([place, text]) => [
      place,
      place === '$schema' || /^bots.*\.title$/.test(place) ? text : `(${text.slice(0, 20)})`,
    ]),
  );

describe('the package', () => {
  test('goes to the data folder, holds the manifest and two icons, and says what comes next', async () => {
    const { status, out, err, data } = await run({});
    const file = join(data, 'share-check-teams-1.2.3.zip');
    expect([status, out]).toEqual([0, `${file}\n`]);
    expect(err).toContain('Upload new app');
    expect(err).toContain('docs/teams-set-up.md');
    const files = unzipSync(readFileSync(file));
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(Buffer.from(files['color.png'] ?? '')).toEqual(readFileSync('manifest/teams/color.png'));
    expect(Buffer.from(files['outline.png'] ?? '')).toEqual(readFileSync('manifest/teams/outline.png'));
    const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()));
    expect(manifest).toMatchObject({
      version: '1.2.3',
      id: APP_ID,
      bots: [{ botId: APP_ID }],
      composeExtensions: [{ botId: APP_ID }],
      developer: {
        name: 'Larkfield School',
        websiteUrl: 'https://www.larkfield.sch.uk/share-check',
        privacyUrl: 'https://www.larkfield.sch.uk/share-check/privacy',
        termsOfUseUrl: 'https://www.larkfield.sch.uk/share-check/terms',
      },
      name: { short: english()['name.short'] },
      description: { full: english()['description.full'] },
    });
    expect(JSON.stringify(manifest)).not.toContain('{{');
  });

  test('has the same bytes whenever and wherever it is made', async () => {
    const local = school().dir;
    const zone = process.env.TZ;
    const made: Buffer[] = [];
    try {
      for (const TZ of ['Pacific/Auckland', 'America/Los_Angeles']) {
        process.env.TZ = TZ;
        const { data } = await run({ local });
        made.push(readFileSync(join(data, 'share-check-teams-1.2.3.zip')));
      }
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
    expect(made[0]).toEqual(made[1]);
    // The date and time of the first entry, as a zip holds them: midnight on 1 January 1980.
    expect(made[0]?.readUInt32LE(10)).toBe(0x00210000);
  });

  test('is written where --out says, in a folder that need not be there yet', async () => {
    const file = join(ownFolder('teams-package'), 'new', 'app.zip');
    const { status, out, data } = await run({ args: ['--out', file] });
    expect([status, out, existsSync(file)]).toEqual([0, `${file}\n`, true]);
    expect(existsSync(join(data, 'share-check-teams-1.2.3.zip'))).toBe(false);
  });

  test('has every further language beside the manifest, which names it', async () => {
    const copy = brokenCopy('manifest/teams');
    put(copy, 'languages/cy-GB.json', JSON.stringify(welsh()));
    const { status, data } = await run({ source: copy.dir });
    expect(status).toBe(0);
    const files = unzipSync(readFileSync(join(data, 'share-check-teams-1.2.3.zip')));
    expect(Object.keys(files).sort()).toEqual([
      'color.png',
      'languages/cy-gb.json',
      'manifest.json',
      'outline.png',
    ]);
    expect(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())).localizationInfo).toEqual({
      defaultLanguageTag: 'en-gb',
      additionalLanguages: [{ languageTag: 'cy-gb', file: 'languages/cy-gb.json' }],
    });
    expect(JSON.parse(strFromU8(files['languages/cy-gb.json'] ?? new Uint8Array()))).toEqual(welsh());
  });

  test('that cannot be written is told with what to do', async () => {
    const file = join(ownFolder('teams-package'), 'a-file');
    writeFileSync(file, '');
    await expect(run({ args: ['--out', join(file, 'app.zip')] })).rejects.toMatchObject({
      code: 'teams-package-not-written',
      remedy: expect.stringContaining('--out FILE'),
    });
  });
});

describe('--check', () => {
  test('looks at everything with the example school and without an id, and writes nothing', async () => {
    const { status, out, err, data } = await run({
      args: ['--check'],
      local: 'manifest/example-school',
      env: { MicrosoftAppId: '' },
    });
    expect([status, out]).toEqual([0, '']);
    expect(err).toMatch(
      /^!!! MicrosoftAppId is not set.*\n!!! .*made up for examples.*\nThe Teams app 1\.2\.3 is sound: manifest\.json, color\.png, outline\.png; \d+ bytes\. Nothing was written\.\n$/,
    );
    expect(existsSync(join(data, 'share-check-teams-1.2.3.zip'))).toBe(false);
  });

  test('finds what is wrong all the same', async () => {
    const copy = brokenCopy('manifest/teams');
    copy.edit(ENGLISH, 'Quote the guidance', 'Quote the guidance word for word');
    copy.edit(ENGLISH, 'Quote the guidance word for word', 'Quote the guidance word for word!');
    const { status, err } = await run({ args: ['--check'], source: copy.dir });
    expect(status).toBe(1);
    expect(err).toContain('has 33 characters, and Teams shows at most 32');
  });
});

describe('how it is used', () => {
  test.each([[['--help']], [['-h']]])('%j shows it', async (args) => {
    const { status, out } = await run({ args });
    expect(status).toBe(0);
    expect(out).toContain('npm run teams-package -- [--check] [--out FILE]');
  });

  test.each([[['--chek']], [['file.zip']], [['--out']], [['--out=']], [['--check=yes']]])(
    '%j is not: the usage is shown, nothing is written, and nothing typed comes back',
    async (args) => {
      const { status, out, err } = await run({ args });
      expect([status, out]).toEqual([2, '']);
      expect(err).toContain('Usage: npm run teams-package');
      expect(err).not.toContain('chek');
    },
  );
});

describe('settings and the folder of the organisation', () => {
  test('all that is missing is told at once, and what to do about each', async () => {
    const copy = school();
    copy.edit('organisation.yaml', /^pages:\n(?: {2}.*\n)+/m, '');
    copy.edit(
      'organisation.yaml',
      'name: Larkfield School',
      'name: The Larkfield and Hollins Church of England Schools Trust',
    );
    const source = brokenCopy('manifest/teams');
    source.edit('manifest.json', '"defaultInstallScope": "personal"', '"defaultInstallScope": "team-mates"');
    const { status, err } = await run({
      source: source.dir,
      local: copy.dir,
      env: { MicrosoftAppId: '' },
      version: '1.2',
    });
    expect(status).toBe(1);
    expect(err).toContain('"pages" is missing.');
    expect(err).toContain('Add a line "short-name:"');
    expect(err).toContain('package.json: "version" has to be three numbers');
    expect(err).toContain('/defaultInstallScope');
    expect(err).toContain('4 things to put right');
  });

  test('a short name stands for a long one', async () => {
    const copy = school();
    copy.edit(
      'organisation.yaml',
      'name: Larkfield School',
      'name: The Larkfield and Hollins Church of England Schools Trust\nshort-name: Larkfield and Hollins',
    );
    const { status, data } = await run({ local: copy.dir });
    expect(status).toBe(0);
    const files = unzipSync(readFileSync(join(data, 'share-check-teams-1.2.3.zip')));
    expect(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())).developer.name).toBe(
      'Larkfield and Hollins',
    );
  });

  test.each(['not-an-id', '00000000-0000-0000-0000-000000000000', `${APP_ID}0`])(
    'MicrosoftAppId is never %s, and it is not repeated',
    async (id) => {
      const { status, err } = await run({ env: { MicrosoftAppId: id } });
      expect(status).toBe(1);
      expect(err).toContain('MicrosoftAppId is not the id of an app.');
      expect(err).not.toContain(id);
    },
  );

  test.each([
    [{ local: 'manifest/example-school' }, 'made up for examples (website, privacy, terms)'],
    [{ env: { MicrosoftAppId: '' } }, 'Teams will not take this package'],
  ])(
    'what Teams or its people have no use for yet makes an example, and says so (%#)',
    async (given, says) => {
      const { status, err, data, out } = await run(given);
      expect(status).toBe(0);
      expect(err).toContain(`!!! `);
      expect(err).toContain(says);
      expect(err).toContain('First put right what is said above');
      expect(out.trim()).toBe(join(data, 'share-check-teams-1.2.3-example.zip'));
      expect(existsSync(join(data, 'share-check-teams-1.2.3.zip'))).toBe(false);
    },
  );

  test.each(['http://www.larkfield.sch.uk/', 'www.larkfield.sch.uk', 'https://larkfield', 'https://a b.uk/'])(
    'a page is never %s',
    async (page) => {
      const copy = school();
      copy.edit('organisation.yaml', /privacy: .*/, `privacy: ${page}`);
      const { status, err } = await run({ local: copy.dir });
      expect(status).toBe(1);
      expect(err).toMatch(
        /organisation\.yaml:\d+: "privacy" is .*Write the address of a page, such as https:/,
      );
    },
  );

  test('a folder without the file is told', async () => {
    const { status, err } = await run({ local: ownFolder('teams-package') });
    expect(status).toBe(1);
    expect(err).toContain('organisation.yaml');
    expect(err).toContain('SHARE_CHECK_LOCAL');
  });

  test('a version that Teams does not take is told', async () => {
    const { status, err } = await run({ version: '1.2.3-beta' });
    expect(status).toBe(1);
    expect(err).toContain('package.json: "version" has to be three numbers');
  });
});

describe('a fault of the manifest is told:', () => {
  test.each([
    [
      'what Teams does not know',
      '"defaultInstallScope": "personal"',
      '"defaultInstallScope": "team-mates"',
      /does not fit Microsoft's schema: \/defaultInstallScope/,
    ],
    [
      'what the schema has no place for',
      '"validDomains": []',
      '"validDomains": [], "trackUsers": true',
      /schema: .*additional properties/,
    ],
    [
      'a version of the schema that is not there',
      '"manifestVersion": "1.30"',
      '"manifestVersion": "1.99"',
      /"manifestVersion" is none that is known here/,
    ],
    [
      'another schema than the version says',
      'v1.30/MicrosoftTeams.schema',
      'v1.29/MicrosoftTeams.schema',
      /"\$schema" has to be/,
    ],
    [
      'a bot that is another app',
      '"botId": "{{app-id}}"',
      '"botId": "11111111-2222-3333-4444-555555555555"',
      /"id" and each "botId" have to be the same/,
    ],
    [
      'words that stand in it',
      '"title": "{{string}}"',
      '"title": "share check"',
      /bots\[0\]\.commandLists\[0\]\.commands\[0\]\.title has words in it/,
    ],
    ['something that nothing fills in', '"{{terms}}"', '"{{trems}}"', /\/developer\/termsOfUseUrl/],
    ['no JSON', '"validDomains": []', '"validDomains": [', /manifest\.json: this is not JSON\./],
  ])('%s', async (_what, find, replacement, message) => {
    const faults = await faultsOf((copy) => copy.edit('manifest.json', find, replacement));
    expect(faults.join('\n')).toMatch(message);
  });

  test.each([
    ['begins with "/"', '"share check"', '"/share check"', 'begins with "/"'],
    ['is there twice', '"resume"', '"Records"', 'is offered twice in one place'],
    [
      'is long',
      '"rehearse"',
      '"rehearse with nothing recorded and nobody told"',
      'has more than 32 characters',
    ],
  ])('a command that %s', async (_what, find, replacement, message) => {
    const faults = await faultsOf((copy) => copy.edit(ENGLISH, find, replacement));
    expect(faults).toEqual([expect.stringContaining(message)]);
  });

  test('a file that is not there', async () => {
    expect(await faultsOf((copy) => copy.remove('manifest.json'))).toContain(
      'manifest.json: this file cannot be read. Put it back.',
    );
  });
});

describe('a fault of a language file is told:', () => {
  const only = async (strings: unknown, name = 'cy-GB.json') =>
    faultsOf((copy) =>
      put(copy, `languages/${name}`, typeof strings === 'string' ? strings : JSON.stringify(strings)),
    );

  test('a text that is missing, one that is too many, and one without words, all at once', async () => {
    const { 'name.full': _left, ...rest } = welsh();
    const faults = await only({ ...rest, 'description.short': ' ', 'staticTabs[0].name': 'Hafan' });
    expect(faults).toEqual([
      'languages/cy-GB.json: "name.full" is missing. Add it with its words.',
      'languages/cy-GB.json: there is no "staticTabs[0].name" in the manifest. Take the line out, or correct its name.',
      'languages/cy-GB.json: "description.short" has no words. Write them.',
    ]);
  });

  test('a text that is longer than Teams shows', async () => {
    const faults = await only({ ...welsh(), 'name.short': 'x'.repeat(31) });
    expect(faults).toEqual([
      expect.stringMatching(/"name\.short" has 31 characters, and Teams shows at most 30/),
    ]);
  });

  test('a command whose words would not be understood', async () => {
    const place = 'bots[0].commandLists[0].commands[1].title';
    const faults = await only({ ...welsh(), [place]: 'argyfwng' });
    expect(faults).toEqual([expect.stringContaining(`"${place}" is what Share Check understands`)]);
  });

  test('another version of the schema than the manifest has', async () => {
    const faults = await only({ ...welsh(), $schema: LOCALISED.replace('1.30', '1.29') });
    expect(faults).toEqual([expect.stringContaining(`"$schema" has to be ${LOCALISED}`)]);
  });

  test('what only Microsoft’s schema knows', async () => {
    // A lone "null" is no name there.
    const faults = await only({ ...welsh(), 'name.short': 'Null' });
    expect(faults).toEqual([expect.stringContaining("does not fit Microsoft's schema")]);
  });

  test.each([
    ['notes.txt', 'x', 'only language files can stand here'],
    ['cy-GB.json', '[]', 'has to hold one text after each name'],
    ['cy-GB.json', '{', 'this is not JSON'],
    ['en-gb.json', '{}', 'there are two files for this language'],
  ])('%s with %j in it', async (name, content, message) => {
    expect((await only(content, name)).join('\n')).toContain(message);
  });

  test('the words in English that are gone', async () => {
    expect((await faultsOf((copy) => copy.remove(ENGLISH))).join('\n')).toContain(
      'Put back languages/en-GB.json',
    );
  });
});

describe('a fault of an icon is told:', () => {
  const ICONS = { 'color.png': 192, 'outline.png': 32 } as const;
  type Icon = keyof typeof ICONS;
  /** An icon with something painted into it: one colour, on a square from one corner to the other. */
  const painted = (file: Icon, colour: readonly number[], from: number, to: number): Buffer => {
    const picture = PNG.sync.read(readFileSync(join('manifest/teams', file)));
    for (let y = from; y < to; y += 1) {
      for (let x = from; x < to; x += 1) picture.data.set(colour, (y * picture.width + x) * 4);
    }
    return PNG.sync.write(picture);
  };

  test.each<[string, Icon, () => Uint8Array, string]>([
    ['no picture', 'color.png', () => Buffer.from('not a picture'), 'this is no PNG picture'],
    [
      'the wrong size',
      'outline.png',
      () => PNG.sync.write(new PNG({ width: 64, height: 32 })),
      'it is 64 × 32, and Teams wants 32 × 32',
    ],
    [
      'the wrong size',
      'color.png',
      () => PNG.sync.write(new PNG({ width: 96, height: 96 })),
      'it is 96 × 96, and Teams wants 192 × 192',
    ],
    [
      'a symbol at the edge',
      'color.png',
      () => painted('color.png', [255, 255, 255, 255], 40, 44),
      'closer to the edge than 48 pixels',
    ],
    [
      'a colour',
      'outline.png',
      () => painted('outline.png', [255, 254, 255, 255], 14, 15),
      'a colour in it other than white',
    ],
    [
      'a ground',
      'outline.png',
      () => painted('outline.png', [255, 255, 255, 255], 0, 31),
      'its ground is not transparent',
    ],
    ['nothing', 'outline.png', () => painted('outline.png', [0, 0, 0, 0], 0, 32), 'there is nothing in it'],
  ])('%s in %s', async (_what, file, draw, message) => {
    const faults = await faultsOf((copy) => put(copy, file, draw()));
    expect(faults).toEqual([expect.stringContaining(`${file}: `)]);
    expect(faults[0]).toContain(message);
  });

  test.each(Object.keys(ICONS))('%s is not there', async (file) => {
    expect(await faultsOf((copy) => copy.remove(file))).toEqual([
      expect.stringContaining('this is no PNG picture'),
    ]);
  });
});

test('faults of all kinds are told at once', async () => {
  const faults = await faultsOf((copy) => {
    copy.remove('outline.png');
    copy.edit('manifest.json', '"defaultInstallScope": "personal"', '"defaultInstallScope": "team-mates"');
    put(copy, 'languages/notes.txt', '');
  });
  expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual([
    'languages/notes.txt',
    'manifest.json',
    'outline.png',
  ]);
});
