import { z } from 'zod';
import { type AppCertificate, readAppCertificate } from './app-certificate.ts';

/** How Teams is reached, as `.env.example` explains. */
export type TeamsSettings = {
  readonly appId: string;
  readonly appType: (typeof APP_TYPES)[number];
  /** The tenant the bot belongs to; null for a bot of many tenants. */
  readonly tenantId: string | null;
  readonly signIn:
    | { readonly kind: 'secret'; readonly password: string }
    | { readonly kind: 'certificate'; readonly certificate: AppCertificate }
    | { readonly kind: 'managed-identity' };
  /** Whose people are answered, the bot's own tenant among them; in small letters. With none, nobody is. */
  readonly tenants: readonly string[];
};

const APP_TYPES = ['SingleTenant', 'MultiTenant', 'UserAssignedMSI'] as const;
const WHERE_TENANT = 'Copy it from "Overview" in the Microsoft Entra admin centre.';

/** Teams' part of the environment. A fault says what to set, and repeats nothing. */
export const teamsEnvironment = {
  MicrosoftAppId: z
    .guid(
      'MicrosoftAppId is an id such as 00000000-0000-0000-0000-000000000000. Copy it from the registration.',
    )
    .optional(),
  MicrosoftAppType: z.enum(APP_TYPES, `MicrosoftAppType can be: ${APP_TYPES.join(', ')}.`).optional(),
  MicrosoftAppTenantId: z
    .guid(
      `MicrosoftAppTenantId is an id such as 00000000-0000-0000-0000-000000000000, not a name. ${WHERE_TENANT}`,
    )
    .optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppCertificate: z
    .string()
    .transform((path, context) => {
      const read = readAppCertificate(path);
      if ('certificate' in read) return read.certificate;
      context.addIssue({ code: 'custom', message: `MicrosoftAppCertificate ${read.fault}` });
      return z.NEVER;
    })
    .optional(),
  MicrosoftAppAllowedTenants: z
    .string()
    .transform((list, context) => {
      const ids = list.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim().toLowerCase()]));
      if (ids.length > 0 && ids.every((id) => z.guid().safeParse(id).success)) return ids;
      context.addIssue({
        code: 'custom',
        message: `MicrosoftAppAllowedTenants is one id or more of Microsoft 365 tenants, such as 00000000-0000-0000-0000-000000000000, with commas between them. ${WHERE_TENANT}`,
      });
      return z.NEVER;
    })
    .optional(),
};
type Environment = {
  readonly [Name in keyof typeof teamsEnvironment]?: z.output<(typeof teamsEnvironment)[Name]>;
};

/** Which of Teams' settings are there. */
function teamsNames(given: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(teamsEnvironment).filter((name) => given[name] !== undefined);
}

/** What is missing for Teams, or does not go together, where anything of it is set. */
export function teamsFaults(given: Readonly<Record<string, string>>): string[] {
  const names = teamsNames(given);
  if (names.length === 0) return [];
  if (given.MicrosoftAppId === undefined) {
    const several = names.length > 1;
    return [
      `${names.join(', ')} ${several ? 'are' : 'is'} set and MicrosoftAppId is not. ${several ? 'Set them all, or none.' : 'Set both, or neither.'}`,
    ];
  }
  const type = given.MicrosoftAppType ?? '';
  const needsTenant =
    ['SingleTenant', 'UserAssignedMSI'].includes(type) && given.MicrosoftAppTenantId === undefined;
  return [
    ...signInFaults(given, type),
    ...(needsTenant
      ? [`MicrosoftAppTenantId is not set. A bot of one tenant needs it. ${WHERE_TENANT}`]
      : []),
  ];
}

/** A bot signs in in one way. */
function signInFaults(given: Readonly<Record<string, string>>, type: string): string[] {
  const own = ['MicrosoftAppPassword', 'MicrosoftAppCertificate'].filter((name) => given[name] !== undefined);
  if (type === 'UserAssignedMSI') {
    return own.length === 0
      ? []
      : [
          `${own.join(' and ')} ${own.length === 1 ? 'is' : 'are'} set, and a UserAssignedMSI bot signs in without. Leave ${own.length === 1 ? 'it' : 'them'} out, or change MicrosoftAppType.`,
        ];
  }
  if (own.length === 0) {
    return [
      'MicrosoftAppPassword is not set. It is the secret of the bot with MicrosoftAppId. Set it, or MicrosoftAppCertificate, or for a managed identity MicrosoftAppType=UserAssignedMSI.',
    ];
  }
  return own.length === 1
    ? []
    : [
        'MicrosoftAppPassword and MicrosoftAppCertificate are both set, and a bot signs in in one way. Leave one of them out; a certificate is the safer one.',
      ];
}

/** The settings once they hold; null where Teams is not set up. */
export function teamsSettings(values: Environment): TeamsSettings | null {
  const { MicrosoftAppId: appId, MicrosoftAppTenantId: tenant } = values;
  if (appId === undefined) return null;
  const tenantId = tenant?.toLowerCase() ?? null;
  const allowed = [...(tenantId === null ? [] : [tenantId]), ...(values.MicrosoftAppAllowedTenants ?? [])];
  return {
    appId,
    appType: values.MicrosoftAppType ?? (tenantId === null ? 'MultiTenant' : 'SingleTenant'),
    tenantId,
    signIn: signInOf(values),
    tenants: [...new Set(allowed)],
  };
}

function signInOf({ MicrosoftAppCertificate: certificate, MicrosoftAppPassword: password }: Environment) {
  if (certificate !== undefined) return { kind: 'certificate', certificate } as const;
  return password === undefined
    ? ({ kind: 'managed-identity' } as const)
    : ({ kind: 'secret', password } as const);
}

/** What of Teams' settings may surprise. */
export function teamsNotices(settings: TeamsSettings | null): string[] {
  return settings === null || settings.tenants.length > 0 ? [] : [NOBODY_ANSWERED];
}

export const NOBODY_ANSWERED = `Nobody in Teams is answered: neither MicrosoftAppTenantId nor MicrosoftAppAllowedTenants is set, so no tenant is known. Set MicrosoftAppTenantId to the id of your Microsoft 365 tenant. ${WHERE_TENANT}`;
