import { z } from 'zod';
import { FACTS } from '../check/facts.ts';

/**
 * What one organisation sets up: the deployment folder (`SHARE_CHECK_LOCAL`).
 * Files: organisation.yaml, contacts.yaml, people.yaml, notifications.yaml.
 */

export const ROLES = ['practitioner', 'dsl', 'deputy', 'data-protection-lead', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Day = (typeof DAYS)[number];

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and hyphens');
const line = z.string().trim().min(1).max(200);
const phone = z
  .string()
  .regex(
    /^\+?[0-9][0-9 ]{2,19}$/,
    'a phone number: digits and spaces, as it is dialled, such as 01632 960123',
  );
const time = z.string().regex(/^([01][0-9]|2[0-4]):[0-5][0-9]$/, 'a time such as 08:45');

export const organisationFileSchema = z.strictObject({
  id,
  name: line,
  /** Set here, the check shows the sector and does not ask for it. */
  sector: z.enum(FACTS.sector).exclude(['unsure']).optional(),
  'time-zone': line.default('Europe/London'),
});

const hours = z.strictObject({ days: z.array(z.enum(DAYS)).min(1), from: time, to: time });

export const contactsFileSchema = z.strictObject({
  /** Children's social care. A deployment without it warns loudly. */
  'social-care': z
    .strictObject({
      name: line,
      /** The first line whose hours hold is used. */
      hours: z.array(hours.extend({ phone, note: line.optional() })),
      'at-other-times': z.strictObject({ name: line.optional(), phone, note: line.optional() }),
    })
    .optional(),
  /** Who can help decide: shown with "get advice first". */
  advice: z.array(
    z.strictObject({ name: line, what: line, phone: phone.optional(), email: line.optional() }),
  ),
});

export const peopleFileSchema = z.strictObject({
  people: z.array(
    z.strictObject({
      id,
      name: line,
      post: line.optional(),
      roles: z.array(z.enum(ROLES)).min(1),
      sector: z.enum(FACTS.sector).exclude(['unsure']).optional(),
      /** Entra object id (or the user id of the local Playground). */
      teams: line.optional(),
      /** Slack member id. */
      slack: line.optional(),
      /** Login name on the machine where `share-check chat` runs. */
      terminal: line.optional(),
      email: line.optional(),
      phone: phone.optional(),
    }),
  ),
  /** Whom `share-check` at a command line acts as, and whom a terminal chat in the local mode speaks as. */
  'command-line': z.strictObject({ records: id, chat: id }).optional(),
});

export const notificationsFileSchema = z.strictObject({
  /** Told of every concern, in this order of preference. */
  lead: id,
  deputies: z.array(id).default([]),
  /** Told instead of the lead when a concern is about a colleague, or the lead must be kept out. */
  alternative: id,
  /** When the lead is at work: "routine" and "today" messages wait for these hours. */
  hours: z.array(hours),
  /** Where the summary of each decision is posted. */
  channels: z.array(z.strictObject({ channel: z.enum(['teams', 'slack']), target: line, name: line })),
});

export type Hours = z.infer<typeof hours>;
export type Person = z.infer<typeof peopleFileSchema>['people'][number];
export type Contacts = z.infer<typeof contactsFileSchema>;
export type Notifications = z.infer<typeof notificationsFileSchema>;

/** A deployment folder, read and checked. */
export type Deployment = {
  readonly organisation: z.infer<typeof organisationFileSchema>;
  readonly contacts: Contacts;
  readonly people: readonly Person[];
  readonly commandLine: { readonly records: string; readonly chat: string } | undefined;
  readonly notifications: Notifications;
};
