import {
  contactsFileSchema,
  type Deployment,
  notificationsFileSchema,
  organisationFileSchema,
  type Person,
} from '../../../src/deployment/deployment.ts';

/** An invented organisation: who is on its rota, and how many people can raise a concern. */
export type Rota = {
  readonly deputies: readonly string[];
  readonly staff: number;
  readonly notifications: object;
};

export const LEAD = 'lead';
export const ALTERNATIVE = 'governor';
const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** Everybody is known in Slack alone. The lead, the deputies and the alternative can be told; the staff raise concerns. */
export function organisationOf({ deputies, staff, notifications }: Rota): Deployment {
  const person = (id: string, role: Person['roles'][number]): Person => ({
    id,
    name: `Person ${id}`,
    roles: [role],
    slack: slackOf(id),
    phone: '01632 960110',
  });
  return {
    organisation: organisationFileSchema.parse({ id: 'simulated', name: 'A simulated school' }),
    contacts: contactsFileSchema.parse({
      'social-care': { name: 'Social care', hours: [], 'at-other-times': { phone: '01632 960199' } },
      advice: [],
    }),
    people: [
      person(LEAD, 'dsl'),
      ...deputies.map((id) => person(id, 'deputy')),
      person(ALTERNATIVE, 'deputy'),
      ...Array.from({ length: staff }, (_, n) => person(`staff-${n}`, 'practitioner')),
    ],
    commandLine: undefined,
    notifications: notificationsFileSchema.parse({
      lead: LEAD,
      deputies,
      alternative: ALTERNATIVE,
      hours: [{ days: WEEK, from: '08:00', to: '17:00' }],
      'out-of-hours': [LEAD, ...deputies.slice(0, 2)],
      channels: [],
      ...notifications,
    }),
  };
}

export const slackOf = (id: string): string => `U-${id}`;
