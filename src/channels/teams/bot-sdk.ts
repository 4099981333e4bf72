// Not `botbuilder` itself, of which a start would wait for a hundred modules that nothing here uses.
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder-core';
import { Fault } from '../../fault.ts';

/** What is taken from Microsoft's SDK: a token to send with, for each way an app can sign in. The only module that imports it. */
export type BotSdk = {
  /** A token for the connector, from the SDK's cache while it holds; rejects as the SDK does. No deadline. */
  token(): Promise<string>;
};

export type BotCredentials = {
  readonly MicrosoftAppId?: string | undefined;
  readonly MicrosoftAppType?: string | undefined;
  readonly MicrosoftAppTenantId?: string | undefined;
  readonly MicrosoftAppPassword?: string | undefined;
  /** SHA-1 of the certificate in place of a password, in hexadecimal, and its key in PEM. */
  readonly CertificateThumbprint?: string | undefined;
  readonly CertificatePrivateKey?: string | undefined;
};

const LOGIN = 'https://login.microsoftonline.com/botframework.com';
const AUDIENCE = 'https://api.botframework.com';

/** The SDK with these credentials. Throws a `Fault` when they do not fit together. */
export function createBotSdk(
  credentials: BotCredentials,
  metadata: Readonly<Record<string, string>>,
): BotSdk {
  const signIn = factoryFor(credentials).createCredentials(
    credentials.MicrosoftAppId ?? '',
    metadata.ToChannelFromBotOAuthScope ?? AUDIENCE,
    metadata.ToChannelFromBotLoginUrl ?? LOGIN,
    true,
  );
  // Whoever needs a token hears of it.
  signIn.catch(() => {});
  return {
    async token() {
      return ((await signIn) as unknown as { getToken(): Promise<string> }).getToken();
    },
  };
}

function factoryFor(credentials: BotCredentials): ConfigurationServiceClientCredentialFactory {
  const given = Object.fromEntries(
    Object.entries(credentials).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
  try {
    return new ConfigurationServiceClientCredentialFactory(given);
  } catch (cause) {
    throw new Fault(
      'teams-credentials',
      'The settings of the Teams app do not fit together.',
      'SingleTenant (the default for new apps) needs MicrosoftAppId, MicrosoftAppTenantId and MicrosoftAppPassword or MicrosoftAppCertificate; MultiTenant needs MicrosoftAppId and one of the two; UserAssignedMSI needs MicrosoftAppId and MicrosoftAppTenantId and neither of them.',
      { cause },
    );
  }
}
