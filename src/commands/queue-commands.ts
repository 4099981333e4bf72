import type { Command, CommandBody, Given, Io, OptionLine } from './command.ts';
import type { QueueDeps } from './queue.ts';
import type { QueueAct } from './queue-objection.ts';

const ACTS_AS =
  'Nobody signs in at a command line: it acts as the person named in people.yaml under command-line: queue (without that line, under records), in their name, and does what that person may do.';
const REF = 'REF is the reference of a concern, such as SC-7K3F-9QX3; queue shows those that are open.';
const STATUS =
  'Exit status: 0 it is so; 1 it was refused, and what would be valid is said; 2 it could not run.';
const TYPED =
  'With "-" the words are read from standard input, so that they stand in no history of commands. Words that may mean danger bring up the numbers to ring first, and nothing is written.';

const JSON_LINE: OptionLine = { what: 'How it stands after that, as one JSON object.' };
const NOT_IN_DANGER: OptionLine = { what: 'The numbers were shown, and nobody is in danger now.' };

/** The open concerns of the safeguarding team, and what can be done about each. */
export const QUEUE_COMMANDS: readonly Command[] = [
  {
    name: 'queue',
    summary: 'The open concerns, the most urgent first: how old, how far each has come, who raised it.',
    load: async () => ({
      help: [
        'To do something about one: queue acknowledge, queue take, queue reply, queue hand-over, queue close; each has its own --help.',
        ACTS_AS,
      ],
      options: { json: { what: 'One JSON object a line.' } },
      run: onQueue(async (given, io, deps) => (await import('./queue.ts')).queueList(given, io, deps)),
    }),
  },
  act('acknowledge', 'Says that you have seen a concern. It is not taken on by that.', [
    'Whoever raised it is told. If nobody takes it on in time, the next person is told.',
  ]),
  act(
    'take',
    'Takes a concern on: from now on it is yours.',
    ['Everybody who was told of it, and whoever raised it, sees that you have it.'],
    { over: { what: 'Also when somebody else has it. They see that you took it over.' } },
  ),
  act('reply', 'Answers whoever raised a concern.', ['It goes into the record too.', TYPED], {
    text: { takes: 'TEXT', what: 'Your answer, up to 500 characters. Name nobody who need not be named.' },
    'not-in-danger': NOT_IN_DANGER,
  }),
  act(
    'hand-over',
    'Hands a concern that you have taken on to somebody else.',
    ['They are asked to take it on; until then it is nobody’s, and followed like a new one.'],
    { to: { takes: 'PERSON-ID', what: 'To whom, by their id in people.yaml.' } },
  ),
  act(
    'close',
    'Closes a concern that you have taken on, with what came of it.',
    ['Whoever raised it is told the outcome. The note goes into the record, and nowhere else.', TYPED],
    {
      outcome: {
        takes: 'ID',
        what: 'referred, police, support-here, already-known, agreed-not-to-share or no-further-action.',
      },
      note: { takes: 'TEXT', what: 'Anything to add, up to 500 characters.' },
      'not-in-danger': NOT_IN_DANGER,
    },
  ),
];

function act(
  name: QueueAct,
  summary: string,
  help: readonly string[],
  options: CommandBody['options'] = {},
): Command {
  return {
    name: `queue ${name}`,
    summary,
    load: async () => ({
      takes: ['REF'],
      help: [...help, REF, ACTS_AS, STATUS],
      options: { ...options, json: JSON_LINE },
      run: onQueue(async (given, io, deps) =>
        (await import('./queue-act.ts')).queueAct(name, given, io, deps),
      ),
    }),
  };
}

/** Runs a command with the store opened before and closed after it. */
function onQueue(run: (given: Given, io: Io, deps: QueueDeps) => Promise<number>) {
  return async (given: Given, io: Io): Promise<number> => {
    const { withQueue } = await import('./open-queue.ts');
    return withQueue(io, (deps) => run(given, io, deps));
  };
}
