import {
  contactsFileSchema,
  type Deployment,
  notificationsFileSchema,
  organisationFileSchema,
  peopleFileSchema,
} from '../../src/deployment/deployment.ts';

type People = Parameters<typeof peopleFileSchema.parse>[0];

/** A school of five who can be told, and what a test says beside it, as the files would. */
export function rotaSchool(
  change: { notifications?: object; contacts?: object; people?: readonly object[] } = {},
): Deployment {
  const people = [
    { id: 'priya', name: 'Priya Nair', roles: ['dsl'], teams: 't-1' },
    { id: 'tom', name: 'Tom Ellis', roles: ['deputy'], teams: 't-2' },
    { id: 'rosa', name: 'Rosa Lind', roles: ['deputy'], teams: 't-3' },
    { id: 'peter', name: 'Peter Nowak', roles: ['deputy'], teams: 't-4' },
    { id: 'sam', name: 'Sam Okafor', roles: ['practitioner'], teams: 't-5' },
  ];
  return {
    organisation: organisationFileSchema.parse({ id: 'school', name: 'School' }),
    contacts: contactsFileSchema.parse({ advice: [], ...change.contacts }),
    people: peopleFileSchema.parse({ people: change.people ?? people } as People).people,
    commandLine: undefined,
    notifications: notificationsFileSchema.parse({
      lead: 'priya',
      deputies: ['tom'],
      alternative: 'rosa',
      hours: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '08:00', to: '17:00' }],
      channels: [],
      ...change.notifications,
    }),
  };
}
