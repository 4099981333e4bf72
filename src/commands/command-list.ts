import type { Asker } from './ask.ts';
import type { Command, Given, Io } from './command.ts';
import type { DeliveryDeps } from './deliveries.ts';
import { QUEUE_COMMANDS } from './queue-commands.ts';
import type { RecordDeps } from './records.ts';

/**
 * Every command: what it is called, what it does, and where it is. This is the one place where commands are given what
 * they need. Each is loaded only when it runs, so that `decide` and `prove` start without channels and store.
 */
export const COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    summary: 'The service; with nothing configured, a chat to try out on this machine.',
    async load() {
      const { serve, SERVE_HELP, SERVE_OPTIONS } = await import('./serve.ts');
      return { help: SERVE_HELP, options: SERVE_OPTIONS, run: serve };
    },
  },
  {
    name: 'chat',
    summary: 'The check in this terminal.',
    async load() {
      const { chat, CHAT_HELP } = await import('./chat.ts');
      return { help: CHAT_HELP, options: {}, run: chat };
    },
  },
  {
    name: 'doctor',
    summary: 'Looks at everything the service needs, and says what to do about each problem.',
    load: async () => ({
      help: [
        'Looks at settings, content, people, contacts, disk, safety rules and store, and asks Slack whether tokens, scopes, channels and people fit. Sends no message and shows no secret.',
        'Exit status: 0 the service can run; 1 there is a fault.',
      ],
      options: {},
      async run(given, io) {
        const [{ doctor }, { DOCTOR_HERE }] = await Promise.all([
          import('./doctor.ts'),
          import('./doctor-here.ts'),
        ]);
        return doctor(given, io, DOCTOR_HERE);
      },
    }),
  },
  {
    name: 'ask',
    summary: 'A question answered from the guidance in its own words, or that it does not cover it.',
    async load() {
      const { ask, ASK_HELP, ASK_OPTIONS } = await import('./ask.ts');
      return {
        takes: ['[QUESTION]'],
        help: ASK_HELP,
        options: ASK_OPTIONS,
        run: (given, io) => ask(given, io, () => loadAsker(io)),
      };
    },
  },
  {
    name: 'decide',
    summary: 'The advice on answers given as JSON, one or many, without a conversation.',
    async load() {
      const { decide, DECIDE_HELP, DECIDE_OPTIONS } = await import('./decide.ts');
      return {
        takes: ['[JSON]'],
        help: DECIDE_HELP,
        options: DECIDE_OPTIONS,
        run: (given, io) => decide(given, io, () => loadDecider(io)),
      };
    },
  },
  {
    name: 'prove',
    summary: 'Checks every safety rule over every combination of answers.',
    async load() {
      const { prove, PROVE_HELP, PROVE_OPTIONS } = await import('./prove.ts');
      return {
        help: PROVE_HELP,
        options: PROVE_OPTIONS,
        async run(given, io) {
          return prove(given, io, async (folder) => {
            const subject = await loadDialog(io, folder);
            // An edited copy is held against what it was made from.
            return folder === undefined
              ? subject
              : { ...subject, original: (await loadDialog(io)).dialog.policy };
          });
        },
      };
    },
  },
  {
    name: 'flow',
    summary: 'A picture of which answers lead where, drawn from the dialog (SVG).',
    async load() {
      const { flow, FLOW_HELP, FLOW_OPTIONS } = await import('./flow.ts');
      return {
        help: FLOW_HELP,
        options: FLOW_OPTIONS,
        async run(given, io) {
          return flow(given, io, (folder) => loadDialog(io, folder));
        },
      };
    },
  },
  {
    name: 'knowledge check',
    summary: 'Checks the content folders and lists every fault with file and line.',
    load: async () => ({
      takes: ['[FOLDER]'],
      help: [
        'Reads the guidance with what helps to find it, the dialog and your deployment folder; with FOLDER, that knowledge folder alone.',
        'Warnings are what could be better. Exit status: 0 it can be used; 1 it has faults.',
      ],
      options: { json: { what: 'Each fault as one JSON object a line, on standard output.' } },
      async run({ words, options }, io) {
        const { contentCheck, knowledgeCheck } = await import('./knowledge-check.ts');
        const report = {
          write: (text: string): void => void io.stderr.write(text),
          ...(options.json === true ? { json: (line: string): void => void io.stdout.write(line) } : {}),
        };
        const [folder] = words;
        const [{ SHIPPED }, { readFolders }, { WORD_KEYS }] = await Promise.all([
          import('./read-setup.ts'),
          import('../config.ts'),
          import('../conversation/word-keys.ts'),
        ]);
        if (folder !== undefined) return knowledgeCheck(folder, report, SHIPPED.knowledge);
        return contentCheck({ ...SHIPPED, deployment: readFolders(io.env).deployment }, WORD_KEYS, report);
      },
    }),
  },
  {
    name: 'knowledge learn',
    summary: 'Learns the signs of danger again from the lines in knowledge/danger/, after they were changed.',
    load: async () => ({
      help: [
        'Writes danger/learned.json. Takes some seconds. Exit status: 0 written; 1 lines cannot be read.',
      ],
      options: {},
      async run(_, io) {
        const [{ knowledgeLearn }, { SHIPPED }] = await Promise.all([
          import('./knowledge-learn.ts'),
          import('./read-setup.ts'),
        ]);
        return knowledgeLearn(SHIPPED.knowledge, (text) => void io.stderr.write(text));
      },
    }),
  },
  {
    name: 'records list',
    summary: 'The records you may open, one line each.',
    load: async () => ({
      help: [ACTS_AS],
      options: { json: { what: 'One JSON object a line.' } },
      run: onRecords(async (given, io, deps) => (await import('./records.ts')).recordsList(given, io, deps)),
    }),
  },
  {
    name: 'records show',
    summary: 'One record, for reading.',
    load: async () => ({
      takes: ['REF'],
      help: [
        'REF is the reference of a case, such as SC-7K3F-9QX3.',
        ACTS_AS,
        'Exit status: 0 shown; 1 there is none you may open.',
      ],
      options: { json: { what: 'The record with all its entries as one JSON object.' } },
      run: onRecords(async (given, io, deps) => (await import('./records.ts')).recordsShow(given, io, deps)),
    }),
  },
  {
    name: 'records export',
    summary: 'Every record you may export, on standard output.',
    load: async () => ({
      help: [
        'json keeps everything and can be verified; csv is for a spreadsheet; html prints one record a page.',
        ACTS_AS,
      ],
      options: { format: { takes: 'FORMAT', what: 'json (without it), csv or html.' } },
      run: onRecords(async (given, io, deps) =>
        (await import('./records.ts')).recordsExport(given, io, deps),
      ),
    }),
  },
  {
    name: 'records verify',
    summary: 'Checks that no record was changed, taken out or put in between.',
    load: async () => ({
      takes: ['[FILE]'],
      help: [
        'Checks the store, or FILE alone: an export in JSON. A file needs no store and no key.',
        'Exit status: 0 everything fits; 1 an entry does not, and it is named.',
      ],
      options: { json: { what: 'The result as one JSON object.' } },
      async run(given, io) {
        const { recordsVerify } = await import('./records.ts');
        if (given.words.length > 0) return recordsVerify(given, io, noStore);
        return onRecords((_given, _io, deps) => recordsVerify(given, io, async () => deps))(given, io);
      },
    }),
  },
  ...QUEUE_COMMANDS,
  {
    name: 'drill',
    summary: 'Sends a test message to everybody on the rota, and says whom it reached.',
    async load() {
      const { drill, DRILL_HELP, DRILL_OPTIONS } = await import('./drill.ts');
      return {
        help: [...DRILL_HELP, ACTS_AS],
        options: DRILL_OPTIONS,
        async run(given, io) {
          const { withDrill } = await import('./open-drill.ts');
          return withDrill(io, (deps) => drill(given, io, deps));
        },
      };
    },
  },
  {
    name: 'deliveries list',
    summary: 'Messages that have not arrived, with what went wrong and what to do.',
    load: async () => ({
      help: [ACTS_AS],
      options: {
        all: { what: 'Those that were sent or withdrawn too.' },
        json: { what: 'One JSON object a line.' },
      },
      run: onRecords(async (given, io, deps) =>
        (await import('./deliveries.ts')).deliveriesList(given, io, deps),
      ),
    }),
  },
  {
    name: 'deliveries retry',
    summary: 'Tries messages again that were given up: all of them, or one.',
    load: async () => ({
      takes: ['[ID]'],
      help: ['ID is the id of one message, as deliveries list shows it.', ACTS_AS],
      options: {},
      run: onRecords(async (given, io, deps) =>
        (await import('./deliveries.ts')).deliveriesRetry(given, io, deps),
      ),
    }),
  },
];

const ACTS_AS =
  'Nobody signs in at a command line: it acts as the person named in people.yaml under command-line: records, and opens what that person may open.';

type OnRecords = (given: Given, io: Io, deps: RecordDeps & DeliveryDeps) => Promise<number>;

/** Runs a command with the store opened before and closed after it. */
function onRecords(run: OnRecords): (given: Given, io: Io) => Promise<number> {
  return async (given, io) => {
    const { withRecords } = await import('./open-records.ts');
    return withRecords(io, (deps) => run(given, io, deps));
  };
}

async function noStore(): Promise<never> {
  throw new Error('a file is verified without the store');
}

/** The dialog of a folder, or else the one that the service would use. */
async function loadDialog(io: Io, folder?: string) {
  const { dialogChoice, readPolicySource } = await import('./read-setup.ts');
  return readPolicySource(await dialogChoice(folder, io.env));
}

async function loadDecider(io: Io) {
  const [{ dialog, pageOf }, { compilePolicy }] = await Promise.all([
    loadDialog(io),
    import('../check/policy.ts'),
  ]);
  return { policy: compilePolicy(dialog, pageOf), dialog };
}

async function loadAsker(io: Io): Promise<Asker> {
  const [{ readContent }, { asksOf }, { socialCareAt }, { notesInWords }] = await Promise.all([
    import('./read-setup.ts'),
    import('../asks-of.ts'),
    import('../deployment/contacts-at.ts'),
    import('../conversation/law-notes.ts'),
  ]);
  const content = await readContent(io.env);
  const { contacts, organisation } = content.deployment;
  const now = new Date().toISOString();
  const care = socialCareAt(contacts, organisation['time-zone'], now);
  const { words } = content.dialog;
  const numbers = [
    `${words['phone-999'] ?? ''}: 999`,
    care === null ? (words['no-social-care-number'] ?? '') : `${care.name}: ${care.number}`,
  ];
  const { ask, findDanger, lawNotes } = await asksOf(content)();
  const notesBeside: Asker['notesBeside'] = (sections) =>
    notesInWords({ ...content, lawNotes, now }, sections);
  return { ask, findDanger, notesBeside, numbers };
}
