import { describe, expect, it } from 'vitest';
import { assertMayServe, mayServe } from '../../../src/channels/teams/address.ts';

describe('which services are written to', () => {
  it.each([
    'https://smba.trafficmanager.net/uk/',
    'https://smba.trafficmanager.net/teams',
    'https://europe.directline.botframework.com/',
    'https://smba.infra.gov.teams.microsoft.us/teams',
  ])('Microsoft’s: %s', (url) => {
    expect(mayServe(url, false)).toBe(true);
    expect(mayServe(url, true)).toBe(false);
  });

  it.each([
    'http://smba.trafficmanager.net/uk/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evil.example/smba.trafficmanager.net',
    'https://notbotframework.com/',
    'https://user:word@smba.trafficmanager.net/',
    'https://smba.trafficmanager.net:8443/',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:56150/_connector',
    'not an address',
    '',
  ])('never, outside the local mode: %s', (url) => {
    expect(mayServe(url, false)).toBe(false);
    expect(() => assertMayServe(url, false)).toThrow(/not one of Microsoft/);
  });

  it.each(['http://127.0.0.1:56150/_connector', 'http://localhost:9', 'http://[::1]:9'])(
    'this machine, in the local mode: %s',
    (url) => expect(mayServe(url, true)).toBe(true),
  );

  it.each(['http://127.0.0.1.evil.example', 'http://10.0.0.8:3978', 'https://smba.trafficmanager.net/uk/'])(
    'nothing else, in the local mode: %s',
    (url) => expect(mayServe(url, true)).toBe(false),
  );
});
