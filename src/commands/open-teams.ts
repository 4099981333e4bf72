import type { App } from '../app.ts';
import { createAddressBook } from '../channels/teams/address-book.ts';
import type { BotFramework } from '../channels/teams/bot-framework.ts';
import type { BotCredentials } from '../channels/teams/bot-sdk.ts';
import { createTeamsChannel, type TeamsChannel, type TeamsOptions } from '../channels/teams/index.ts';
import { teamsMessenger } from '../channels/teams/messenger.ts';
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

/** Looks at who reads in a channel before anything is posted there; rejects with a `DeliveryError`. */
export function readersIn(
  bot: BotFramework,
  { tenantId, tenants }: TeamsSettings,
  store: Parameters<typeof addressesIn>[0],
): (target: string) => Promise<void> {
  const { mayPost } = teamsMessenger({
    bot,
    book: createAddressBook(addressesIn(store)),
    local: false,
    serviceUrl: undefined,
    tenant: tenantId ?? undefined,
    isOurs: (tenant) => tenants.includes(tenant.toLowerCase()),
    link: null,
  });
  return async (target) => mayPost?.(target);
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
