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

const day = z.iso.date('a day such as 2026-12-25');
const checked = day.optional().describe('The day this number was last rung. It counts for 90 days.');

/** A whole number, with its bounds said in words where it is outside them. */
function whole(least: number, most: number, what: string) {
  const message = `${what} from ${least} to ${most}`;
  return z.number().int(message).min(least, message).max(most, message);
}
const minutes = (least: number, most: number) => whole(least, most, 'a whole number of minutes');

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
        .array(hours.extend({ phone, checked, note: line.optional() }))
        .describe('The first line whose hours hold is used.'),
      'at-other-times': z.strictObject({ name: line.optional(), phone, checked, note: line.optional() }),
    })
    .optional()
    .describe("Children's social care. A deployment without it warns loudly."),
  advice: z
    .array(
      z.strictObject({ name: line, what: line, phone: phone.optional(), checked, email: line.optional() }),
    )
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
      'phone-checked': checked,
      'mobile-checked': checked,
      mobile: mobileNumber.optional().describe('For text messages in an emergency: a UK mobile number.'),
    }),
  ),
  'command-line': z
    .strictObject({
      records: id.describe('Whom the records commands act as.'),
      queue: id.optional().describe('Whom the queue commands act as, in their name; without it as records.'),
      chat: id.describe('Whom a chat in the terminal speaks as in the local mode.'),
    })
    .optional(),
});

const timers = z
  .strictObject({
    emergency: z
      .strictObject({
        acknowledge: minutes(1, 10)
          .default(4)
          .describe('Nobody said "I have seen this": the next person is told.'),
        take: minutes(1, 10).default(10).describe('Seen, but nobody took it: it goes on to the next person.'),
        outcome: minutes(10, 1440).default(120).describe('Taken: by then it has an outcome.'),
        author: minutes(1, 14)
          .default(10)
          .describe('Nobody took it: whoever raised the concern is told whom to ring.'),
        again: minutes(5, 15)
          .default(15)
          .describe('Everybody was told and nobody took it: all are told again.'),
      })
      .prefault({})
      .describe('Minutes by the clock, at any hour.'),
    today: z
      .strictObject({
        acknowledge: minutes(5, 480)
          .default(60)
          .describe('Nobody said "I have seen this": the next person is told.'),
        take: minutes(5, 480)
          .default(120)
          .describe('Seen, but nobody took it: it goes on to the next person.'),
        outcome: minutes(30, 2400).default(480).describe('Taken: by then it has an outcome.'),
        again: minutes(15, 480)
          .default(120)
          .describe('Everybody was told and nobody took it: all are told again.'),
      })
      .prefault({})
      .describe("Minutes of the lead's working hours."),
  })
  .prefault({})
  .describe('How long is waited for somebody to act, in minutes, before the next person is told.');

const holiday = z.union([
  z.strictObject({ on: day, name: line.optional() }),
  z.strictObject({ from: day, to: day.describe('The last day.'), name: line.optional() }),
]);

export const notificationsFileSchema = z.strictObject({
  lead: id.describe('Told of every concern.'),
  deputies: z.array(id).default([]).describe('Stand in for the lead, in this order.'),
  alternative: id.describe(
    'Told instead of the lead when a concern is about a colleague, or the lead must be kept out.',
  ),
  hours: z
    .array(hours)
    .describe('When the lead is at work: "routine" and "today" messages wait for these hours.'),
  holidays: z
    .array(holiday)
    .default([])
    .describe('Days on which nobody is at work: what can wait, waits over them. An emergency does not.'),
  duty: z
    .array(
      z.strictObject({
        person: id,
        hours: z.array(hours).min(1),
        from: day.optional().describe('The first day. Without it: always.'),
        to: day.optional().describe('The last day. Without it: from then on.'),
      }),
    )
    .default([])
    .describe('Who is on duty when: told first in these hours, before the lead.'),
  absences: z
    .array(z.strictObject({ person: id, from: day, to: day.describe('The last day.') }))
    .default([])
    .describe('Who is away: passed over on these days, unless nobody else is left.'),
  'out-of-hours': z
    .array(id)
    .default([])
    .describe('Told first of an emergency outside the hours and on holidays, in this order.'),
  timers,
  gather: z
    .strictObject({
      'at-once': whole(1, 50, 'a whole number').default(3),
      every: minutes(15, 480).default(120),
    })
    .optional()
    .describe(
      'Where many concerns come: after so many messages to one person on a day, further ones that can wait come together, every so many minutes.',
    ),
  digest: z
    .string()
    .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'a time such as 08:30')
    .optional()
    .describe('Routine records come once a day, in one message at this time of each working day.'),
  'hear-back': z
    .strictObject({
      'working-days': whole(1, 20, 'a whole number of days').default(1),
      // biome-ignore lint/suspicious/noThenProperty: what the file calls it; nothing waits for it.
      then: z
        .strictObject({ name: line, what: line, phone: phone.optional(), email: line.optional() })
        .optional()
        .describe('The local way when professionals disagree, or no answer comes.'),
    })
    .prefault({})
    .describe('After how many working days whoever shared is asked "did you hear back?".'),
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
  readonly commandLine: z.infer<typeof peopleFileSchema>['command-line'];
  readonly notifications: Notifications;
};
