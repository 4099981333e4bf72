import { describe, expect, test } from 'vitest';
import { ACTIONS, type Action, may, mayActOn } from '../../src/access/may.ts';
import { type Person, ROLES, type Role } from '../../src/deployment/deployment.ts';

const somebody = (...roles: Role[]): Person => ({ id: 'me', name: 'Me', roles });

/**
 * The whole table once more, by hand: what each role may do to a record of its own (o), to one of somebody else (e).
 * A minus: nothing. Written apart from the table in the code, so that a slip in one of the two is seen.
 */
const EXPECTED: Record<Action, Record<Role, 'oe' | 'o' | '-'>> = {
  'check:start': {
    practitioner: 'oe',
    dsl: 'oe',
    deputy: 'oe',
    'data-protection-lead': 'oe',
    operator: 'oe',
  },
  'check:continue': { practitioner: 'o', dsl: 'o', deputy: 'o', 'data-protection-lead': 'o', operator: 'o' },
  'records:list': { practitioner: 'o', dsl: 'oe', deputy: 'oe', 'data-protection-lead': 'oe', operator: '-' },
  'records:show': { practitioner: 'o', dsl: 'oe', deputy: 'oe', 'data-protection-lead': 'oe', operator: '-' },
  'records:export': {
    practitioner: '-',
    dsl: 'oe',
    deputy: '-',
    'data-protection-lead': 'oe',
    operator: '-',
  },
  'records:verify': {
    practitioner: '-',
    dsl: 'oe',
    deputy: '-',
    'data-protection-lead': 'oe',
    operator: 'oe',
  },
  'deliveries:list': {
    practitioner: '-',
    dsl: 'oe',
    deputy: '-',
    'data-protection-lead': 'oe',
    operator: 'oe',
  },
  'deliveries:retry': {
    practitioner: '-',
    dsl: 'oe',
    deputy: '-',
    'data-protection-lead': 'oe',
    operator: 'oe',
  },
  'drill:run': { practitioner: '-', dsl: 'oe', deputy: 'oe', 'data-protection-lead': 'oe', operator: 'oe' },
  'places:choose': {
    practitioner: '-',
    dsl: 'oe',
    deputy: '-',
    'data-protection-lead': '-',
    operator: 'oe',
  },
  'lead:receive': { practitioner: '-', dsl: 'oe', deputy: 'oe', 'data-protection-lead': '-', operator: '-' },
  'lead:acknowledge': {
    practitioner: '-',
    dsl: 'oe',
    deputy: 'oe',
    'data-protection-lead': '-',
    operator: '-',
  },
  'lead:act': { practitioner: '-', dsl: 'oe', deputy: 'oe', 'data-protection-lead': '-', operator: '-' },
  'queue:see': { practitioner: '-', dsl: 'oe', deputy: 'oe', 'data-protection-lead': '-', operator: '-' },
  'feedback:record': {
    practitioner: 'o',
    dsl: 'oe',
    deputy: 'oe',
    'data-protection-lead': 'o',
    operator: 'o',
  },
};

const CELLS = ACTIONS.flatMap((action) =>
  ROLES.map((role) => [action, role, EXPECTED[action][role]] as const),
);

describe('every cell of the table', () => {
  test.each(CELLS)('%s by %s: %s', (action, role, expected) => {
    const me = somebody(role);
    expect(may(me, action, { author: 'me', keptOut: [] })).toBe(expected.includes('o'));
    expect(may(me, action, { author: 'other', keptOut: [] })).toBe(expected.includes('e'));
    expect(may(me, action, { author: null, keptOut: [] })).toBe(expected.includes('e'));
    expect(may(me, action, { author: 'me', keptOut: ['other'] })).toBe(expected.includes('o'));
    expect(may(me, action, null)).toBe(expected !== '-');
  });

  test.each(ACTIONS)('%s: whoever is kept out is denied, whatever the role, also for their own', (action) => {
    for (const author of ['me', 'other', null]) {
      expect(may(somebody(...ROLES), action, { author, keptOut: ['other', 'me'] })).toBe(false);
    }
  });

  test.each(ACTIONS)('%s: somebody not listed is denied', (action) => {
    expect(may(null, action, null)).toBe(false);
    expect(may(null, action, { author: null, keptOut: [] })).toBe(false);
  });

  test('several roles allow what any of them allows', () => {
    const both = somebody('practitioner', 'operator');
    expect(may(both, 'records:verify', null)).toBe(true);
    expect(may(both, 'records:show', { author: 'me', keptOut: [] })).toBe(true);
    expect(may(both, 'records:show', { author: 'other', keptOut: [] })).toBe(false);
  });

  test('somebody without a role is denied everything', () => {
    for (const action of ACTIONS) expect(may(somebody(), action, null)).toBe(false);
  });
});

describe('acting on a concern', () => {
  const about = (author: string | null, ...keptOut: readonly string[]) => ({ author, keptOut });

  test('is for those the table allows', () => {
    for (const role of ROLES) {
      const told = role === 'dsl' || role === 'deputy';
      expect(mayActOn(somebody(role), 'lead:acknowledge', about('other'))).toBe(told);
      expect(mayActOn(somebody(role), 'lead:act', about(null))).toBe(told);
    }
  });

  test('is never for whoever raised it, nor for anybody kept out', () => {
    const everything = somebody(...ROLES);
    expect(mayActOn(everything, 'lead:acknowledge', about('me'))).toBe(false);
    expect(mayActOn(everything, 'lead:acknowledge', about('other', 'me'))).toBe(false);
    expect(mayActOn(null, 'lead:acknowledge', about(null))).toBe(false);
  });
});
