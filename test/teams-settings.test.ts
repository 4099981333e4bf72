import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readAppCertificate } from '../src/app-certificate.ts';
import { readConfig } from '../src/config.ts';
import { makeCertificate, pemOf, rsaPair } from './support/make-certificate.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const APP = '11111111-2222-3333-4444-555555555555';
const HOME = 'aaaaaaaa-2222-3333-4444-555555555555';
const SISTER = 'bbbbbbbb-2222-3333-4444-555555555555';
const SECRET = { MicrosoftAppId: APP, MicrosoftAppPassword: 'canary-password', SHARE_CHECK_KEY: KEY };
const HELD = { from: new Date(0), to: new Date(4e12) };

const folder = mkdtempSync(join(tmpdir(), 'share-check-teams-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function file(...parts: readonly string[]): string {
  files += 1;
  const path = join(folder, `canary-${files}.pem`);
  writeFileSync(path, parts.join(''));
  return path;
}
const pair = rsaPair();
const own = makeCertificate(pair, HELD);
const key = pemOf(pair.privateKey);
const other = makeCertificate(rsaPair(), HELD);
const good = file(own, key);

function read(env: Record<string, string>) {
  const result = readConfig({ SHARE_CHECK_KEY: KEY, ...env }, '/project');
  return 'faults' in result
    ? { teams: null, notices: [], faults: result.faults }
    : { teams: result.config.teams, notices: result.config.notices, faults: [] };
}

describe('Teams’ settings', () => {
  test('a secret, with a tenant', () => {
    expect(read({ ...SECRET, MicrosoftAppTenantId: HOME.toUpperCase() })).toEqual({
      teams: {
        ...{ appId: APP, appType: 'SingleTenant', tenantId: HOME, tenants: [HOME] },
        signIn: { kind: 'secret', password: 'canary-password' },
      },
      ...{ notices: [], faults: [] },
    });
  });

  test('further tenants, the bot’s own among them once', () => {
    const list = `${SISTER.toUpperCase()}, ${HOME} ,`;
    const { teams } = read({
      ...SECRET,
      MicrosoftAppTenantId: HOME,
      MicrosoftAppAllowedTenants: list,
    });
    expect(teams?.tenants).toEqual([HOME, SISTER]);
    expect(read({ ...SECRET, MicrosoftAppAllowedTenants: SISTER })).toMatchObject({
      teams: { appType: 'MultiTenant', tenantId: null, tenants: [SISTER] },
      notices: [],
    });
  });

  test('with no tenant known nobody is answered, and that is said', () => {
    const { teams, notices } = read(SECRET);
    expect(teams).toMatchObject({ appType: 'MultiTenant', tenants: [] });
    expect(notices).toEqual([expect.stringMatching(/^Nobody in Teams is answered.*MicrosoftAppTenantId/)]);
  });

  test('a certificate', () => {
    const { teams } = read({
      ...{ MicrosoftAppId: APP, MicrosoftAppTenantId: HOME, MicrosoftAppCertificate: good },
    });
    expect(teams?.signIn).toMatchObject({
      kind: 'certificate',
      certificate: { privateKey: key, endsAt: HELD.to, thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/) },
    });
  });

  test('a managed identity', () => {
    const { teams } = read({
      ...{ MicrosoftAppId: APP, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: HOME },
    });
    expect(teams).toMatchObject({ appType: 'UserAssignedMSI', signIn: { kind: 'managed-identity' } });
  });

  test.each<[string, Record<string, string>, RegExp]>([
    [
      'nothing to sign in with',
      { MicrosoftAppId: APP },
      /^MicrosoftAppPassword is not set.*MicrosoftAppCertificate.*UserAssignedMSI/,
    ],
    ['two ways at once', { ...SECRET, MicrosoftAppCertificate: good }, /are both set.*Leave one of them out/],
    [
      'a managed identity with a password',
      { ...SECRET, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: HOME },
      /MicrosoftAppPassword is set, and a UserAssignedMSI bot signs in without/,
    ],
    [
      'a managed identity without a tenant',
      { MicrosoftAppId: APP, MicrosoftAppType: 'UserAssignedMSI' },
      /^MicrosoftAppTenantId is not set/,
    ],
    [
      'one tenant that is not named',
      { ...SECRET, MicrosoftAppType: 'SingleTenant' },
      /^MicrosoftAppTenantId is not set/,
    ],
    [
      'a tenant by its name',
      { ...SECRET, MicrosoftAppTenantId: 'canary.onmicrosoft.com' },
      /^MicrosoftAppTenantId is an id.*not a name/,
    ],
    [
      'a list that is none',
      { ...SECRET, MicrosoftAppAllowedTenants: `${HOME}, canary` },
      /^MicrosoftAppAllowedTenants is one id or more/,
    ],
    [
      'a list of commas',
      { ...SECRET, MicrosoftAppAllowedTenants: ' , ' },
      /^MicrosoftAppAllowedTenants is one id or more/,
    ],
    [
      'a certificate without an id',
      { MicrosoftAppCertificate: good },
      /^MicrosoftAppCertificate is set and MicrosoftAppId is not/,
    ],
    [
      'settings without an id',
      { MicrosoftAppTenantId: HOME, MicrosoftAppPassword: 'canary' },
      /are set and MicrosoftAppId is not/,
    ],
  ])('%s: one fault, with what to do', (_name, env, says) => {
    const { faults } = read(env);
    expect(faults).toEqual([expect.stringMatching(says)]);
    expect(faults.join()).not.toContain('canary');
  });

  test('every fault at once, none with what was set', () => {
    const { faults } = read({
      MicrosoftAppId: 'canary-id',
      MicrosoftAppType: 'canary-type',
      MicrosoftAppTenantId: 'canary-tenant',
      MicrosoftAppPassword: 'canary-password',
      MicrosoftAppCertificate: '/canary/nowhere.pem',
      MicrosoftAppAllowedTenants: 'canary-list',
    });
    expect(faults).toHaveLength(6);
    expect(faults.join('\n')).not.toContain('canary');
  });
});

describe('a file with a certificate and its key', () => {
  const faultOf = (path: string, now?: Date): string => {
    const result = readAppCertificate(path, now);
    if ('certificate' in result) return 'none';
    expect(result.fault).not.toMatch(/canary|MII/);
    return result.fault;
  };

  test.each([
    ['in this order', file(own, key)],
    ['in the other', file(key, own)],
    ['among others', file('Bag Attributes\n', other, own, key)],
    [
      'with an older form of key',
      file(own, pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
    ],
  ])('%s', (_name, path) => {
    expect(faultOf(path)).toBe('none');
  });

  const locked = pair.privateKey.export({
    ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'canary' },
  });
  const small = rsaPair(1024);
  mkdirSync(join(folder, 'canary-folder'));
  test.each([
    ['that is not there', join(folder, 'canary-nowhere.pem'), /not there/],
    ['that is a folder', join(folder, 'canary-folder'), /a folder/],
    ['that is empty', file(), /no certificate/],
    ['with the key alone', file(key), /no certificate/],
    ['with the certificate alone', file(own), /no private key/],
    ['with another’s key', file(other, key), /belongs to another certificate/],
    ['with a locked key', file(own, String(locked)), /locked with a password/],
    ['with half a key', file(own, key.slice(0, 200), '\n-----END PRIVATE KEY-----\n'), /cannot be read/],
    [
      'with half a certificate',
      file(own.slice(0, 300), '\n-----END CERTIFICATE-----\n', key),
      /no certificate/,
    ],
    ['with a short key', file(makeCertificate(small, HELD), pemOf(small.privateKey)), /2048 bits/],
    ['of any size', file('x'.repeat(300 * 1024)), /too large/],
  ])('%s is refused', (_name, path, says) => {
    expect(faultOf(path)).toMatch(says);
  });

  test('holds from its first day to its last', () => {
    const path = file(
      makeCertificate(pair, { from: new Date('2026-01-01'), to: new Date('2027-01-01') }),
      key,
    );
    expect(faultOf(path, new Date('2025-12-31'))).toMatch(/does not hold yet/);
    expect(faultOf(path, new Date('2026-06-01'))).toBe('none');
    expect(faultOf(path, new Date('2027-01-02'))).toMatch(/has run out/);
  });

  test.skipIf(process.getuid?.() === 0)('that may not be read is refused', () => {
    const path = file(own, key);
    chmodSync(path, 0o000);
    expect(faultOf(path)).toMatch(/cannot be read/);
  });
});
