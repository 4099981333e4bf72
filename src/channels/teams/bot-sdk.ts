import { Fault } from '../../fault.ts';

/** What is taken from Microsoft's SDK: a token to send with, for each way an app can sign in. The only module that imports it. */
export type BotSdk = {
  /**
   * A token for the connector, from the SDK's cache while it holds. Rejects as the SDK does, or with a `Fault` where the
   * credentials do not fit together. No deadline.
   */
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

/** The SDK with these credentials. */
export function createBotSdk(
  credentials: BotCredentials,
  metadata: Readonly<Record<string, string>>,
): BotSdk {
  let signIn: ReturnType<typeof signInWith> | undefined;
  return {
    async token() {
      signIn ??= signInWith(credentials, metadata);
      return (await signIn).getToken();
    },
  };
}

async function signInWith(credentials: BotCredentials, metadata: Readonly<Record<string, string>>) {
  const given = Object.fromEntries(
    Object.entries(credentials).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
  // Its import takes half a second, for which neither a start nor the local mode waits.
  const { ConfigurationServiceClientCredentialFactory } = await import('botbuilder-core');
  let factory: InstanceType<typeof ConfigurationServiceClientCredentialFactory>;
  try {
    factory = new ConfigurationServiceClientCredentialFactory(given);
  } catch (cause) {
    throw new Fault(
      'teams-credentials',
      'The settings of the Teams app do not fit together.',
      'SingleTenant (the default for new apps) needs MicrosoftAppId, MicrosoftAppTenantId and MicrosoftAppPassword or MicrosoftAppCertificate; MultiTenant needs MicrosoftAppId and one of the two; UserAssignedMSI needs MicrosoftAppId and MicrosoftAppTenantId and neither of them.',
      { cause },
    );
  }
  const made = await factory.createCredentials(
    credentials.MicrosoftAppId ?? '',
    metadata.ToChannelFromBotOAuthScope ?? AUDIENCE,
    metadata.ToChannelFromBotLoginUrl ?? LOGIN,
    true,
  );
  // The SDK's own type leaves this out; every one of its credentials has it.
  return made as unknown as { getToken(): Promise<string> };
}
