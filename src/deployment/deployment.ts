import { z } from 'zod';
import { FACTS } from '../check/facts.ts';
import { phoneNumber } from '../check/phone-number.ts';
import { mobileNumber } from './mobile-number.ts';

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
const phone = phoneNumber;
const sector = z.enum(FACTS.sector).exclude(['unsure']).optional();
const page = z
  .string()
  .max(2048)
  .regex(
    /^https:\/\/[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+([/?#][^\s"<>]*)?$/,
    'the address of a page, such as https://www.school.example/privacy',
  );
const time = z.string().regex(/^([01][0-9]|2[0-4]):[0-5][0-9]$/, 'a time such as 08:45');

export const organisationFileSchema = z.strictObject({
  id: id.describe('Short id of the organisation. Records carry it: leave it as it is once there are any.'),
  name: line,
  sector: sector.describe('Set here, the check shows the sector and does not ask for it.'),
  'time-zone': line.default('Europe/London').describe('The clock that all hours in this folder are by.'),
  'short-name': line
    .max(32)
    .optional()
    .describe('The name where there is little room, as in the list of apps in Teams: at most 32 characters.'),
  pages: z
    .strictObject({
      website: page.describe('Where people find help with Share Check.'),
      privacy: page.describe('What happens to their data.'),
      terms: page.describe('On what terms they use it.'),
    })
    .optional()
    .describe(
      'Your own pages, open to everybody: the Teams app shows them. npm run teams-package needs them.',
    ),
});

const hours = z.strictObject({
  days: z.array(z.enum(DAYS)).min(1),
  from: time,
  to: time.describe('24:00 is midnight at the end of the day. Hours past midnight need two lines.'),
});

export const contactsFileSchema = z.strictObject({
  'social-care': z
    .strictObject({
      name: line,
      hours: z
        .array(hours.extend({ phone, note: line.optional() }))
        .describe('The first line whose hours hold is used.'),
      'at-other-times': z.strictObject({ name: line.optional(), phone, note: line.optional() }),
    })
    .optional()
    .describe("Children's social care. A deployment without it warns loudly."),
  advice: z
    .array(z.strictObject({ name: line, what: line, phone: phone.optional(), email: line.optional() }))
    .describe('Who can help decide: shown with "get advice first".'),
});

export const peopleFileSchema = z.strictObject({
  people: z.array(
    z.strictObject({
      id,
      name: line,
      post: line.optional(),
      roles: z.array(z.enum(ROLES)).min(1),
      sector: sector.describe("Where it differs from the organisation's."),
      teams: line.optional().describe('Entra object id (or the user id of the local Playground).'),
      slack: line.optional().describe('Slack member id.'),
      terminal: line.optional().describe('Login name on the machine where `share-check chat` runs.'),
      email: line.optional(),
      phone: phone.optional(),
      mobile: mobileNumber.optional().describe('For text messages in an emergency: a UK mobile number.'),
    }),
  ),
  'command-line': z
    .strictObject({
      records: id.describe('Whom the records commands act as.'),
      chat: id.describe('Whom a chat in the terminal speaks as in the local mode.'),
    })
    .optional(),
});

export const notificationsFileSchema = z.strictObject({
  lead: id.describe('Told of every concern.'),
  deputies: z.array(id).default([]).describe('Stand in for the lead, in this order.'),
  alternative: id.describe(
    'Told instead of the lead when a concern is about a colleague, or the lead must be kept out.',
  ),
  hours: z
    .array(hours)
    .describe('When the lead is at work: "routine" and "today" messages wait for these hours.'),
  channels: z
    .array(
      z.strictObject({
        channel: z.enum(['teams', 'slack']),
        target: line,
        name: line,
        public: z
          .boolean()
          .optional()
          .describe(
            'For Slack: true lets the summary be posted although everybody in the workspace can join the channel. Without it, only a private channel is posted to.',
          ),
      }),
    )
    .describe('Where the summary of each decision is posted.'),
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
