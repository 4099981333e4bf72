import { describe, expect, test } from 'vitest';
import { pagesOf } from '../../src/follow/pages.ts';
import { type Standing, standingOf } from '../../src/follow/standing.ts';
import { rotaSchool } from '../support/rota-school.ts';
import { answers, concern, decided, instant, routine, storyOf, type Written } from './following.ts';

const { people } = rotaSchool();

function standing(written: readonly Written[], how?: Parameters<typeof storyOf>[1]): Standing {
  const found = standingOf(storyOf(written, how), people);
  if (found === null) throw new Error('there is a case');
  return found;
}

const OPENED: Written = ['opened', '09:00'];

describe('how far a concern has come', () => {
  const table: readonly [string, readonly Written[], string][] = [
    ['recorded', [OPENED], 'sent'],
    ['posted', [OPENED, ['posted', '09:02', 'priya']], 'sent'],
    ['acknowledged', [OPENED, ['acknowledged', '09:05', 'priya']], 'acknowledged'],
    ['taken', [OPENED, ['acknowledged', '09:05', 'priya'], ['taken', '09:06', 'priya']], 'taken'],
    ['taken without an acknowledgement', [OPENED, ['taken', '09:06', 'priya']], 'taken'],
    [
      'done',
      [OPENED, ['taken', '09:06', 'priya'], ['done', '10:00', 'priya', { outcome: 'referred' }]],
      'done',
    ],
    [
      'handed over: no longer theirs, and not yet the other’s',
      [
        OPENED,
        ['acknowledged', '09:05', 'priya'],
        ['taken', '09:06', 'priya'],
        ['handed-over', '09:20', 'priya', { to: 'tom' }],
      ],
      'sent',
    ],
    [
      'handed over and acknowledged',
      [
        OPENED,
        ['taken', '09:06', 'priya'],
        ['handed-over', '09:20', 'priya', { to: 'tom' }],
        ['acknowledged', '09:25', 'tom'],
      ],
      'acknowledged',
    ],
    [
      'handed over and taken',
      [
        OPENED,
        ['taken', '09:06', 'priya'],
        ['handed-over', '09:20', 'priya', { to: 'tom' }],
        ['taken', '09:25', 'tom'],
      ],
      'taken',
    ],
    [
      'handed over in the minute in which it was taken',
      [OPENED, ['taken', '09:20', 'priya'], ['handed-over', '09:20', 'priya', { to: 'tom' }]],
      'sent',
    ],
    [
      'a new call begins anew: a child at risk, and nothing is passed on',
      [
        OPENED,
        ['taken', '09:06', 'priya'],
        ['completion', '10:00', { ...answers('urgent', 'clear'), ...decided({ choice: 'wait' }) }],
      ],
      'sent',
    ],
    [
      'a completion that passes it on is no new call',
      [OPENED, ['taken', '09:06', 'priya'], ['completion', '10:00']],
      'taken',
    ],
  ];
  test.each(table)('%s', (_, written, state) => {
    expect(standing(written).state).toBe(state);
  });

  test('what somebody did who is kept out of it now, or raised it, counts for nothing', () => {
    const taken: readonly Written[] = [
      OPENED,
      ['acknowledged', '09:05', 'priya'],
      ['taken', '09:06', 'priya'],
    ];
    const done: readonly Written[] = [...taken, ['done', '09:30', 'priya', { outcome: 'no-further-action' }]];
    expect(standing(done).state).toBe('done');
    expect(standing(taken, { keptOut: ['priya'] })).toMatchObject({
      state: 'sent',
      taken: null,
      acknowledged: null,
    });
    expect(standing(done, { keptOut: ['priya'] })).toMatchObject({ state: 'sent', done: null });
    expect(standing([OPENED, ['acknowledged', '09:05', 'sam']]).state).toBe('sent');
  });

  test('who did it, and when', () => {
    const found = standing([OPENED, ['acknowledged', '09:05', 'tom'], ['taken', '09:06', 'priya']]);
    expect(found.acknowledged).toEqual({ by: 'tom', at: instant('09:05') });
    expect(found.taken).toEqual({ by: 'priya', at: instant('09:06') });
    expect(found.author).toEqual({ id: 'sam', channel: 'teams', userId: 't-5' });
    expect(found.access).toEqual({ author: 'sam', keptOut: [] });
  });
});

describe('what somebody has to act on', () => {
  const table: readonly [string, readonly Written[], { kind: string; class: string; leavesAt: string }][] = [
    [
      'share now, of this minute',
      [['opened', '09:00', answers('immediate', 'clear')]],
      { kind: 'concern', class: 'emergency', leavesAt: '09:00' },
    ],
    [
      'share now, two minutes in which somebody can be kept out',
      [OPENED],
      { kind: 'concern', class: 'emergency', leavesAt: '09:02' },
    ],
    [
      'with somebody kept out it leaves at once',
      [['opened', '09:00', { keptOut: ['tom'] }]],
      { kind: 'concern', class: 'emergency', leavesAt: '09:00' },
    ],
    [
      'a concern of the day',
      [['decision', '09:00', concern()]],
      { kind: 'concern', class: 'today', leavesAt: '09:00' },
    ],
    [
      'nothing to worry about',
      [['decision', '09:00', routine()]],
      { kind: 'concern', class: 'routine', leavesAt: '09:00' },
    ],
    [
      'a check that was left',
      [['abandoned', '09:00']],
      { kind: 'concern', class: 'today', leavesAt: '09:00' },
    ],
    [
      'at risk, and not shared',
      [
        [
          'decision',
          '09:00',
          { ...answers('not-urgent', 'perceived', 'share'), ...decided({ choice: 'do-not-share' }) },
        ],
      ],
      { kind: 'review', class: 'today', leavesAt: '09:00' },
    ],
    [
      'told to share now, and it is not shared',
      [
        OPENED,
        ['completion', '09:10', { ...answers('urgent', 'clear'), ...decided({ choice: 'seek-advice' }) }],
      ],
      { kind: 'review', class: 'emergency', leavesAt: '09:10' },
    ],
  ];
  test.each(table)('%s', (_, written, { leavesAt, ...call }) => {
    expect(standing(written).call).toMatchObject({ ...call, leavesAt: instant(leavesAt) });
  });

  test('nothing, once the bodies are erased', () => {
    const erased = standing([OPENED, ['taken', '09:06', 'priya']], { erased: true });
    expect(erased).toMatchObject({ call: null, author: null, access: { author: null } });
    expect(standingOf([], people)).toBeNull();
  });
});

describe('whether the other agency has answered', () => {
  const referred: Written = [
    'decision',
    '09:00',
    { ...concern(), ...decided({ kindOfSharing: 'referral' }) },
  ];
  const table: readonly [string, readonly Written[], string | null][] = [
    ['passed on as a referral', [referred], '09:00'],
    [
      'for information',
      [['decision', '09:00', { ...concern(), ...decided({ kindOfSharing: 'information' }) }]],
      null,
    ],
    ['to social care, and nobody said as what', [['decision', '09:00', concern()]], '09:00'],
    [
      'to the school nurse',
      [['decision', '09:00', { ...concern(), ...decided({ recipients: ['health'] }) }]],
      null,
    ],
    ['nothing shared', [['decision', '09:00', { ...concern(), ...decided({ choice: 'wait' }) }]], null],
    ['share now, not finished', [OPENED], '09:00'],
    ['answered', [referred, ['received', 'tue 10:00', 'referral']], null],
  ];
  test.each(table)('%s', (_, written, since) => {
    expect(standing(written).feedback.waitingSince).toBe(since === null ? null : instant(since));
  });

  test('sent as a referral and taken as a contact is a mismatch', () => {
    expect(standing([referred, ['received', 'tue 10:00', 'contact']]).feedback.mismatch).toBe(true);
    expect(standing([referred, ['received', 'tue 10:00', 'referral']]).feedback.mismatch).toBe(false);
  });

  test('that the lead was told of it counts in a message of its own and among others', () => {
    const told = (event: 'escalated' | 'listed', detail: string) =>
      standing([referred, [event, 'wed 09:00', 'priya', { detail }]]).feedback.leadToldAt;
    expect(told('escalated', 'not-heard')).toBe(instant('wed 09:00'));
    expect(told('listed', 'not-heard')).toBe(instant('wed 09:00'));
    expect(told('listed', 'not-taken')).toBeNull();
  });
});

describe('a completed record', () => {
  const at = (...written: readonly Written[]) =>
    standing([OPENED, ['completion', '10:00'], ...written]).completedAt;

  test('has not been told of until somebody of the team is written to about the case', () => {
    expect(at()).toBe(instant('10:00'));
    expect(at(['posted', '10:00', 'sam'])).toBe(instant('10:00'));
    expect(at(['posted', '10:00', 'log', { destination: 'log' }])).toBe(instant('10:00'));
    expect(at(['posted', '10:01', 'priya'])).toBeNull();
    expect(at(['listed', 'tue 08:30', 'priya', { detail: 'completed' }])).toBeNull();
    expect(standing([OPENED]).completedAt).toBeNull();
  });
});

test('who was asked to act, and when: by messages, and by being named in one with others', () => {
  const found = standing([
    OPENED,
    ['listed', '09:30', 'rosa'],
    ['listed', '09:40', 'tom', { detail: 'completed' }],
  ]);
  const line = (
    person: string,
    at: string,
    state: 'waiting' | 'sent' | 'dead' | 'cancelled',
    isPage = true,
  ) => ({
    id: `${person}-${at}`,
    destination: { kind: 'direct-message', person } as const,
    class: 'emergency' as const,
    dueAt: instant(at),
    state,
    page: isPage,
    attempts: 0,
    createdAt: instant(at),
    wantedAt: instant(at),
    sentAt: null,
    unclear: false,
    faultCode: null,
  });
  const pages = pagesOf(found, [
    line('priya', '09:00', 'waiting'),
    line('tom', '09:45', 'dead'),
    line('peter', '09:46', 'cancelled'),
    line('sam', '09:47', 'sent', false),
  ]);
  expect(pages).toEqual([
    // Until it leaves nobody is asked.
    { person: 'priya', at: instant('09:02'), dead: false },
    { person: 'rosa', at: instant('09:30'), dead: false },
    { person: 'tom', at: instant('09:45'), dead: true },
  ]);
});
