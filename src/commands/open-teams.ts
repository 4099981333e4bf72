import type { App } from '../app.ts';
import type { BotCredentials } from '../channels/teams/bot-sdk.ts';
import { createTeamsChannel, type TeamsChannel, type TeamsOptions } from '../channels/teams/index.ts';
import type { Config, TeamsSettings } from '../config.ts';
import type { Store } from '../storage/store.ts';

/** Teams as this deployment is set up. Throws a Fault when the settings do not fit. */
export function openTeams(
  { mode, teams }: Pick<Config, 'mode' | 'teams'>,
  app: Pick<App, 'handle' | 'store' | 'quote' | 'reachable'>,
  more: Pick<TeamsOptions, 'report' | 'serviceUrl'> = {},
): TeamsChannel {
  return createTeamsChannel({
    ...more,
    handle: app.handle,
    search: app.quote,
    reachable: app.reachable,
    addresses: addressesIn(app.store),
    local: mode === 'local',
    ...(teams === null
      ? {}
      : {
          credentials: credentialsOf(teams),
          tenants: teams.tenants,
        }),
  });
}

/** The settings as the SDK names them. */
export function credentialsOf({ appId, appType, tenantId, signIn }: TeamsSettings): BotCredentials {
  return {
    MicrosoftAppId: appId,
    MicrosoftAppType: appType,
    ...(tenantId === null ? {} : { MicrosoftAppTenantId: tenantId }),
    ...(signIn.kind === 'secret' ? { MicrosoftAppPassword: signIn.password } : {}),
    ...(signIn.kind === 'certificate'
      ? {
          CertificateThumbprint: signIn.certificate.thumbprint,
          CertificatePrivateKey: signIn.certificate.privateKey,
        }
      : {}),
  };
}

/** Where people in Teams can be written to, as the store keeps it. */
export function addressesIn(
  store: Pick<Store, 'address' | 'saveAddress' | 'addresses' | 'forgetAddress'>,
): TeamsOptions['addresses'] {
  return {
    load: (userId) => store.address('teams', userId),
    save: (userId, address) => store.saveAddress('teams', userId, address),
    forget: (userId) => store.forgetAddress('teams', userId),
    all: () => store.addresses('teams'),
  };
}
