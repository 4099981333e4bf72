import type { Route } from './routes.ts';

/** How much of something there is, and how much of that is kept for emergencies. */
export type Share = { readonly all: number; readonly kept: number };
/** So many sends in any so many seconds. */
export type Rate = Share & { readonly seconds: number };

/** What may be on its way at the same time, and what may leave in a time. */
export type Budget = { readonly underWay: Share; readonly rates: readonly Rate[] };

/** What may leave through a route, and of that to one place or person. */
export type RouteBudget = Budget & { readonly place: Budget };

export type Budgets = Readonly<Record<Route, RouteBudget>>;

const ANYWHERE: RouteBudget = {
  underWay: { all: 48, kept: 16 },
  rates: [],
  place: { underWay: { all: 8, kept: 4 }, rates: [] },
};

/** Only what may be under way is limited: for a clock that stands still, and where nobody counts. */
export const NO_RATES: Budgets = {
  teams: ANYWHERE,
  slack: ANYWHERE,
  terminal: ANYWHERE,
  text: ANYWHERE,
  email: ANYWHERE,
  webhook: ANYWHERE,
  log: ANYWHERE,
  nowhere: ANYWHERE,
};

const perSecond = (all: number, kept: number): readonly Rate[] => [{ seconds: 1, all, kept }];

/**
 * Below what the services allow, for one process. Several processes share what a service allows: what they exceed together it refuses
 * with a time to wait, which each obeys.
 */
export const BUDGETS: Budgets = {
  ...NO_RATES,
  // Teams: an app 50 a second in a tenant, older ones 30; in one chat 7 in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in an hour.
  teams: {
    underWay: ANYWHERE.underWay,
    rates: perSecond(30, 8),
    place: {
      underWay: ANYWHERE.place.underWay,
      rates: [
        { seconds: 1, all: 7, kept: 2 },
        { seconds: 2, all: 8, kept: 2 },
        { seconds: 30, all: 60, kept: 10 },
        { seconds: 3600, all: 1800, kept: 200 },
      ],
    },
  },
  // Slack: about one message a second in a channel, short bursts let pass; some hundreds a minute in a workspace.
  slack: {
    underWay: ANYWHERE.underWay,
    rates: perSecond(8, 3),
    place: { underWay: ANYWHERE.place.underWay, rates: perSecond(3, 2) },
  },
  // GOV.UK Notify: 3,000 a minute.
  text: {
    underWay: { all: 24, kept: 12 },
    rates: perSecond(25, 10),
    place: { underWay: { all: 4, kept: 2 }, rates: [] },
  },
  email: {
    underWay: { all: 16, kept: 8 },
    rates: perSecond(15, 5),
    place: { underWay: { all: 4, kept: 2 }, rates: [] },
  },
  // Somebody else's system, of unknown strength.
  webhook: {
    underWay: { all: 8, kept: 4 },
    rates: perSecond(20, 10),
    place: { underWay: { all: 8, kept: 4 }, rates: [] },
  },
};
