import { describe, expect, test } from 'vitest';
import { nextStep, type Page, type Step } from '../../src/follow/next-step.ts';
import { standingOf } from '../../src/follow/standing.ts';
import { rotaSchool } from '../support/rota-school.ts';
import { answers, concern, decided, instant, page, routine, storyOf, type Written } from './following.ts';

/**
 * Priya is the lead, Tom her deputy, Rosa the alternative; Sam raised it. Working hours are 08:00 to 17:00. Unless a row says otherwise the
 * timers are the usual ones: an emergency 4 minutes to acknowledge, 10 to take, 10 until its author is told whom to ring, 15 until all
 * are told again, 120 for an outcome; of the day 60, 120, 120 and 480 working minutes.
 */
type Place = Parameters<typeof rotaSchool>[0];
type Said = string | null;

function look(
  written: readonly Written[],
  pages: readonly Page[],
  now: string,
  place?: Place,
  keptOut?: readonly string[],
) {
  const deployment = rotaSchool(place);
  const standing = standingOf(storyOf(written, { keptOut: keptOut ?? [] }), deployment.people);
  if (standing === null) throw new Error('there is a case');
  return nextStep(standing, pages, deployment, instant(now));
}

/** "tom not-acknowledged", "author nobody-yet", "ask". */
const inWords = (step: Step | undefined): Said =>
  step === undefined
    ? null
    : step.kind === 'page'
      ? `${step.person} ${step.reason}${step.again ? ' again' : ''}`
      : step.kind === 'tell-author'
        ? `author ${step.why}`
        : 'ask';

/** What is due at each of these times, the first alone; `null` for nothing yet. */
function over(
  written: readonly Written[],
  pages: readonly Page[],
  times: readonly (readonly [now: string, due: Said])[],
  place?: Place,
  keptOut?: readonly string[],
) {
  for (const [now, due] of times) {
    const next = look(written, pages, now, place, keptOut);
    expect([now, inWords(next.due[0])]).toEqual([now, due]);
  }
}

const OPENED: Written = ['opened', '09:00'];
const CONCERN: Written = ['decision', '09:00', { ...concern(), ...decided({ recipients: ['our-lead'] }) }];
const first = page('priya', '09:02');
const told = page('priya', '09:00');

describe('an emergency', () => {
  test('nobody acknowledges: the next person, and the next; at ten minutes its author is told whom to ring', () => {
    over(
      [OPENED],
      [first],
      [
        ['09:05', null],
        ['09:06', 'tom not-acknowledged'],
      ],
    );
    over(
      [OPENED],
      [first, page('tom', '09:06')],
      [
        ['09:09', null],
        ['09:10', 'author nobody-yet'],
      ],
    );
    const rung: readonly Written[] = [OPENED, ['author-told', '09:10', 'sam']];
    over(rung, [first, page('tom', '09:06')], [['09:10', 'rosa not-acknowledged']]);
  });

  test('everybody was told: all again after a quarter of an hour, after two hours each hour, as long as it lasts', () => {
    const rung: readonly Written[] = [OPENED, ['author-told', '09:10', 'sam']];
    const all = [first, page('tom', '09:06'), page('rosa', '09:10')];
    over(rung, all, [
      ['09:24', null],
      ['09:25', 'priya not-acknowledged again'],
    ]);
    over(rung, [...all, page('priya', '09:25')], [['09:40', 'tom not-acknowledged again']]);
    const late = [...all, page('priya', '11:10')];
    over(rung, late, [
      ['12:09', null],
      ['12:10', 'tom not-acknowledged again'],
    ]);
  });

  test('seen and not taken goes on after ten minutes, and its author does not go on believing', () => {
    const seen: readonly Written[] = [OPENED, ['acknowledged', '09:03', 'priya']];
    over(
      seen,
      [first],
      [
        ['09:09', null],
        ['09:10', 'author nobody-yet'],
        ['09:13', 'author nobody-yet'],
      ],
    );
    const rung: readonly Written[] = [...seen, ['author-told', '09:10', 'sam']];
    over(
      rung,
      [first],
      [
        ['09:12', null],
        ['09:13', 'tom not-taken'],
      ],
    );
  });

  test('taken without an outcome: the next person, and whoever has it is reminded; that puts nothing off', () => {
    const taken: readonly Written[] = [OPENED, ['taken', '09:05', 'priya']];
    over(
      taken,
      [first],
      [
        ['11:04', null],
        ['11:05', 'tom no-outcome'],
      ],
    );
    over(taken, [first, page('tom', '11:05')], [['11:05', 'priya no-outcome again']]);
    const both = [first, page('tom', '11:05'), page('priya', '11:30')];
    over(taken, both, [
      ['11:31', null],
      ['19:04', null],
      ['19:05', 'rosa no-outcome'],
    ]);
  });

  test('taken, and the author needs no number', () => {
    over(
      [OPENED, ['taken', '09:05', 'priya']],
      [first],
      [
        ['09:10', null],
        ['09:15', null],
      ],
    );
  });

  test('done: nothing more', () => {
    const done: readonly Written[] = [
      OPENED,
      ['taken', '09:05', 'priya'],
      ['done', '09:50', 'priya', { outcome: 'referred' }],
      ['heard', '09:50', 'sam'],
    ];
    const next = look(done, [first], '17:00');
    expect(next).toEqual({ due: [], at: null, open: false, unacknowledgedSince: null });
  });

  test('handed over: the other has four minutes, then the next person is told, and the author', () => {
    const handed: readonly Written[] = [
      OPENED,
      ['taken', '09:05', 'priya'],
      ['handed-over', '09:30', 'priya', { to: 'tom' }],
    ];
    over(
      handed,
      [first, page('tom', '09:30')],
      [
        ['09:31', null],
        ['09:33', null],
        ['09:34', 'author nobody-yet'],
      ],
    );
    const rung: readonly Written[] = [...handed, ['author-told', '09:34', 'sam']];
    over(rung, [first, page('tom', '09:30')], [['09:34', 'rosa handed-over']]);
  });

  test('a message that will not arrive is not waited for, as long as somebody was not told at all', () => {
    expect(look([OPENED], [page('priya', '09:02', true)], '09:02').due.map(inWords)).toEqual([
      'tom not-delivered',
    ]);
  });

  test('nobody is known to be reached whom it was sent to: others are told too, but not while somebody can still be kept out', () => {
    const deployment = rotaSchool();
    const standing = standingOf(storyOf([OPENED]), deployment.people);
    if (standing === null) throw new Error('there is a case');
    const at = (now: string) =>
      nextStep(standing, [first], deployment, instant(now), (person) => person === 'tom');
    expect(at('09:01')).toMatchObject({ due: [], at: instant('09:02') });
    expect(at('09:02').due.map(inWords)).toEqual(['tom not-reached']);
  });

  test('at the longest time that can be set its author is told within fourteen minutes of the recording', () => {
    const slow = { notifications: { timers: { emergency: { author: 14 } } } };
    const all = [first, page('tom', '09:06'), page('rosa', '09:10')];
    over(
      [OPENED],
      all,
      [
        ['09:13', null],
        ['09:14', 'author nobody-left'],
      ],
      slow,
    );
    over([OPENED], [first], [['09:14', 'author nobody-yet']], slow);
  });

  test('nobody may be told at all: the author hears it at once, and it is looked at again', () => {
    const next = look([OPENED], [], '09:02', {}, ['priya', 'tom', 'rosa']);
    expect(next.due.map(inWords)).toEqual(['author nobody-left']);
    const rung = look([OPENED, ['author-told', '09:02', 'sam']], [], '09:02', {}, ['priya', 'tom', 'rosa']);
    expect(rung).toMatchObject({ due: [], at: instant('09:17'), open: true });
  });

  test('decided not to share it while nobody had it: that call does not put off that its author is told', () => {
    const kept = { ...answers('urgent', 'clear'), ...decided({ choice: 'do-not-share' }) };
    const again: readonly Written[] = [OPENED, ['completion', '09:08', kept]];
    over(
      again,
      [page('priya', '09:08')],
      [
        ['09:09', null],
        ['09:10', 'author nobody-yet'],
      ],
    );
    const taken: readonly Written[] = [OPENED, ['taken', '09:03', 'tom'], ['completion', '09:08', kept]];
    over(
      taken,
      [page('priya', '09:08'), page('tom', '09:12'), page('rosa', '09:16')],
      [
        ['09:17', null],
        ['09:18', 'author nobody-yet'],
      ],
    );
  });

  test('runs at night as by day', () => {
    over([['opened', '22:00']], [page('priya', '22:02')], [['22:06', 'tom not-acknowledged']]);
  });

  test('whoever has it and is kept out of it since has it no longer', () => {
    const taken: readonly Written[] = [OPENED, ['taken', '09:03', 'priya']];
    over(
      taken,
      [first],
      [
        ['09:05', null],
        ['09:06', 'rosa not-acknowledged'],
        ['09:10', 'author nobody-yet'],
      ],
      {},
      ['priya'],
    );
  });
});

describe('a concern of the day', () => {
  test('first of all to the lead, where nobody was told; at night when work begins', () => {
    over([CONCERN], [], [['09:00', 'priya first']]);
    const late: Written = ['decision', '18:00', concern()];
    over(
      [late],
      [],
      [
        ['18:00', null],
        ['tue 07:59', null],
        ['tue 08:00', 'priya first'],
      ],
    );
  });

  test('not acknowledged, not taken: in working hours, over the night', () => {
    over(
      [CONCERN],
      [told],
      [
        ['09:59', null],
        ['10:00', 'tom not-acknowledged'],
      ],
    );
    const seen: readonly Written[] = [CONCERN, ['acknowledged', '16:00', 'priya']];
    over(
      seen,
      [told],
      [
        ['17:30', null],
        ['tue 08:59', null],
        ['tue 09:00', 'tom not-taken'],
      ],
    );
  });

  test('what came due at the very end of the day waits for the morning', () => {
    over(
      [CONCERN],
      [page('priya', '16:00')],
      [
        ['16:59', null],
        ['17:00', null],
        ['22:00', null],
        ['tue 08:00', 'tom not-acknowledged'],
      ],
    );
  });

  test('everybody was told and nobody acknowledged: the author is told whom to ring, and it comes again', () => {
    const all = [told, page('tom', '10:00'), page('rosa', '11:00')];
    over([CONCERN], all, [
      ['11:59', null],
      ['12:00', 'author nobody-left'],
    ]);
    over([CONCERN, ['author-told', '12:00', 'sam']], all, [
      ['12:59', null],
      ['13:00', 'priya not-acknowledged again'],
    ]);
  });

  test('everybody was told, somebody has seen it and nobody takes it: the author is told that too', () => {
    const seen: readonly Written[] = [CONCERN, ['acknowledged', '09:10', 'priya']];
    const all = [told, page('tom', '11:10'), page('rosa', '12:10')];
    over(seen, all, [
      ['14:09', null],
      ['14:10', 'author nobody-left'],
    ]);
  });

  test('taken without an outcome after a working day', () => {
    over(
      [CONCERN, ['taken', '10:00', 'priya']],
      [told],
      [
        ['17:00', null],
        ['tue 08:59', null],
        ['tue 09:00', 'tom no-outcome'],
      ],
    );
  });

  test('nobody is reminded who is away, and nobody told who is', () => {
    const away = { notifications: { absences: [{ person: 'priya', from: '2026-11-24', to: '2026-11-24' }] } };
    const taken: readonly Written[] = [CONCERN, ['taken', '10:00', 'priya']];
    over(taken, [told, page('tom', 'tue 09:00')], [['tue 09:00', null]], away);
    over([['decision', 'tue 09:00', concern()]], [], [['tue 09:00', 'tom first']], away);
  });

  test('read on the last afternoon before a long closure, it does not stand still until that is over', () => {
    const closed = { notifications: { holidays: [{ from: '2026-11-24', to: '2026-12-04' }] } };
    over(
      [CONCERN],
      [page('priya', '16:30')],
      [
        ['tue 08:29', null],
        ['tue 08:30', 'tom not-acknowledged'],
      ],
      closed,
    );
  });

  test('a free day or a weekend is waited for', () => {
    const free = { notifications: { holidays: [{ on: '2026-11-24' }] } };
    over(
      [CONCERN],
      [page('priya', '16:30')],
      [
        ['tue 12:00', null],
        ['wed 08:29', null],
        ['wed 08:30', 'tom not-acknowledged'],
      ],
      free,
    );
  });

  test('at risk and not shared: somebody else looks at it the same day, after whatever was done before', () => {
    const review: Written = [
      'completion',
      '10:00',
      { ...answers('not-urgent', 'clear', 'share'), ...decided({ choice: 'wait' }) },
    ];
    const story: readonly Written[] = [
      CONCERN,
      ['taken', '09:05', 'priya'],
      ['done', '09:30', 'priya', { outcome: 'support-here' }],
      review,
    ];
    over(story, [told], [['10:00', 'priya first']]);
  });
});

describe('a routine record', () => {
  const ROUTINE: Written = ['decision', '18:00', { ...routine(), ...decided({ recipients: ['our-lead'] }) }];
  test('comes when work begins, once, and nobody waits for an answer', () => {
    over(
      [ROUTINE],
      [],
      [
        ['18:00', null],
        ['tue 08:00', 'priya first'],
      ],
    );
    expect(look([ROUTINE], [page('priya', 'tue 08:00')], 'fri 12:00')).toMatchObject({
      due: [],
      at: null,
      open: false,
    });
  });
});

describe('a completed record', () => {
  const story: readonly Written[] = [
    OPENED,
    ['taken', '09:05', 'priya'],
    ['completion', '10:00', { ...answers('urgent', 'clear'), ...decided({ kindOfSharing: 'information' }) }],
  ];
  const daily = { notifications: { digest: '08:30' } };
  test('comes with the daily list where there is one, and holds up nothing that is more pressing', () => {
    expect(look(story, [first], '10:01', daily).due.map(inWords)).toEqual(['priya completed']);
    expect(look(story, [first], '10:01').due).toEqual([]);
    expect(look(story, [first], '10:01', daily).at).toBe(instant('11:05'));
    expect(look(story, [first], '11:05', daily).due.map(inWords)).toEqual([
      'tom no-outcome',
      'priya completed',
    ]);
  });
});

describe('what the other agency answers', () => {
  const REFERRED: Written = [
    'decision',
    '09:00',
    { ...concern(), ...decided({ kindOfSharing: 'referral' }) },
  ];
  const done: readonly Written[] = [
    REFERRED,
    ['taken', '09:10', 'tom'],
    ['done', '09:40', 'tom', { outcome: 'referred' }],
  ];

  test('nothing by the next working day: the author is asked; no answer, and a day later whoever had it is told', () => {
    over(
      done,
      [told],
      [
        ['17:00', null],
        ['tue 07:59', null],
        ['tue 08:00', 'ask'],
      ],
    );
    const asked: readonly Written[] = [...done, ['asked', 'tue 08:00', 'sam']];
    over(
      asked,
      [told],
      [
        ['tue 16:00', null],
        ['wed 08:00', 'tom not-heard'],
      ],
    );
    over(
      [...asked, ['escalated', 'wed 08:00', 'tom', { detail: 'not-heard' }]],
      [told],
      [['fri 12:00', null]],
    );
  });

  test('not heard: whoever had it is told at once, and at night in the morning; away, the lead is', () => {
    const asked: readonly Written[] = [...done, ['asked', 'tue 08:00', 'sam']];
    over([...asked, ['not-heard', 'tue 10:00', 'sam']], [told], [['tue 10:00', 'tom not-heard']]);
    over(
      [...asked, ['not-heard', 'tue 22:00', 'sam']],
      [told],
      [
        ['tue 22:00', null],
        ['wed 08:00', 'tom not-heard'],
      ],
    );
    const away = { notifications: { absences: [{ person: 'tom', from: '2026-11-24', to: '2026-11-24' }] } };
    over([...asked, ['not-heard', 'tue 10:00', 'sam']], [told], [['tue 10:00', 'priya not-heard']], away);
  });

  test('heard, or written down: nobody is asked any more', () => {
    over(
      [...done, ['asked', 'tue 08:00', 'sam'], ['heard', 'tue 09:00', 'sam']],
      [told],
      [['fri 12:00', null]],
    );
    over([...done, ['received', '15:00', 'contact']], [told], [['tue 08:00', null]]);
  });
});

test('once its bodies are erased nothing comes of a case any more', () => {
  const deployment = rotaSchool();
  const standing = standingOf(storyOf([OPENED], { erased: true }), deployment.people);
  if (standing === null) throw new Error('there is a case');
  expect(nextStep(standing, [], deployment, instant('10:00'))).toEqual({
    due: [],
    at: null,
    open: false,
    unacknowledgedSince: null,
  });
});

test('since when nobody has acknowledged it is told until somebody has', () => {
  expect(look([OPENED], [first], '09:30').unacknowledgedSince).toBe(instant('09:02'));
  expect(look([OPENED, ['acknowledged', '09:04', 'tom']], [first], '09:30').unacknowledgedSince).toBeNull();
});
