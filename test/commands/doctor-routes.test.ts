import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { routeFindings } from '../../src/commands/doctor-routes.ts';
import { openRoutes, probeRoutes, type RouteProbe } from '../../src/commands/open-routes.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Deployment, Person } from '../../src/deployment/deployment.ts';
import { shippedContent } from '../support/house.ts';
import { startMailServer } from '../support/routes/mail-server.ts';
import { ROUTES_SET } from '../support/routes/routes-set.ts';

const SLACK = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  SHARE_CHECK_KEY: Buffer.alloc(32, 7).toString('base64'),
};
const { SMTP_URL, SMTP_FROM, ...TEXT_ONLY } = ROUTES_SET;
const NOTHING: RouteProbe = { text: null, email: null };

function configOf(env: Record<string, string>): Config {
  const read = readConfig(env);
  if ('faults' in read) throw new Error(read.faults.join('\n'));
  return read.config;
}

async function find(
  env: Record<string, string>,
  change: (person: Person) => Partial<Person> = () => ({}),
  probe: RouteProbe = NOTHING,
): Promise<readonly string[]> {
  const { deployment } = await shippedContent();
  const all: Deployment = {
    ...deployment,
    people: deployment.people.map((person) => ({ ...person, ...change(person) })),
  };
  const findings = await routeFindings(configOf(env), all, probe);
  return findings.map(({ level, text }) => `${level} ${text}`);
}

describe('doctor, with the ways besides the chat', () => {
  test('finds both in order, and everybody with what is needed for them', async () => {
    expect(await find({ ...SLACK, ...ROUTES_SET })).toEqual([
      'ok Text messages go through the receiver at TEXT_WEBHOOK_URL. It was not tried, as that would send something.',
      'ok E-mail goes through your mail server. It was not tried, as that would send something.',
      'ok Everybody who is told of concerns has what is needed for it: mobile and email.',
    ]);
  });

  test('neither is a fault: chat is not a pager', async () => {
    expect(await find(SLACK)).toEqual([
      expect.stringMatching(
        /^fault Emergencies go to the chat alone.*told to ring first.*docs\/notifications\.md/,
      ),
    ]);
    expect(await find({})).toEqual([expect.stringMatching(/^warning Emergencies go to the chat alone/)]);
  });

  test('one of them is a warning that names the other', async () => {
    const text = await find({ ...SLACK, ...TEXT_ONLY });
    expect(text[0]).toMatch(/^warning Emergencies go by text message and not by e-mail/);
    const email = await find({ ...SLACK, SMTP_URL, SMTP_FROM });
    expect(email[0]).toMatch(/^warning Emergencies go by e-mail and not by text message/);
  });

  test('whoever is told of concerns and lacks one way is a warning; who lacks all of them a fault', async () => {
    const lines = await find({ ...SLACK, ...ROUTES_SET }, ({ id }) =>
      id === 'priya-nair'
        ? { mobile: undefined }
        : id === 'tom-ellis'
          ? { mobile: undefined, email: undefined }
          : id === 'sam-okafor'
            ? { mobile: undefined, email: undefined }
            : {},
    );
    expect(lines.slice(2)).toEqual([
      expect.stringMatching(
        /^warning priya-nair has no mobile in people\.yaml, and text messages are set up/,
      ),
      expect.stringMatching(
        /^fault tom-ellis is told of emergencies in the chat alone: .*no mobile and no email/,
      ),
    ]);
    const text = await find({ ...SLACK, ...TEXT_ONLY }, ({ id }) =>
      id === 'rosa-lind' ? { mobile: undefined } : {},
    );
    expect(text.at(-1)).toMatch(/^fault rosa-lind is told of emergencies in the chat alone/);
  });

  test('what is set for more is named, and no secret is shown', async () => {
    const lines = await find({
      ...SLACK,
      ...ROUTES_SET,
      CASE_WEBHOOK_URL: 'https://cases.school.example/canary',
      CASE_WEBHOOK_SECRET: ROUTES_SET.TEXT_WEBHOOK_SECRET,
      SHARE_CHECK_HEARTBEAT: 'https://alive.example/canary',
    });
    expect(lines).toContain(
      'ok The case management system is told of every entry. It was not tried, as that would send something.',
    );
    expect(lines).toContain('ok Heartbeat: an address is set.');
    expect(lines.join()).not.toMatch(/canary|BQUF|https:|larkfield/);
  });
});

describe('doctor tries', () => {
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  beforeEach(async () => {
    mail = await startMailServer({ authOptional: false });
  });
  afterEach(() => mail.close());

  const signedIn = (password: string) => ({
    SMTP_URL: `smtp://share-check:${encodeURIComponent(password)}@127.0.0.1:${mail.port}`,
    SMTP_FROM: 'share-check@school.example',
  });

  test('the mail server, without sending anything', async () => {
    const well = { ...SLACK, ...TEXT_ONLY, ...signedIn('p@ss/word') };
    const lines = await find(well, undefined, probeRoutes(configOf(well).routes));
    expect(lines[1]).toBe(
      'ok E-mail goes through your mail server, which was tried without sending anything.',
    );
    expect(mail.got).toEqual([]);

    const wrong = { ...SLACK, ...TEXT_ONLY, ...signedIn('canary') };
    const refused = await find(wrong, undefined, probeRoutes(configOf(wrong).routes));
    expect(refused[1]).toMatch(
      /^fault E-mail goes through your mail server, and this was found: .*refuses the name/,
    );
    expect(refused.join()).not.toContain('canary');

    await mail.close();
    const away = await find(well, undefined, probeRoutes(configOf(well).routes));
    expect(away[1]).toMatch(/^warning E-mail goes .*did not answer/);
    mail = await startMailServer();
  });

  test('a way that is opened from its settings sends', async () => {
    const { email, text, webhook } = await openRoutes(configOf({ ...SLACK, ...signedIn('p@ss/word') }));
    expect([text, webhook]).toEqual([undefined, undefined]);
    const message = { id: '1', unclear: false, subject: 's', body: 'b', urgent: false };
    expect(await email?.({ ...message, to: 'lead@school.example' })).toBe('sent');
    expect(mail.got).toHaveLength(1);
  });
});
