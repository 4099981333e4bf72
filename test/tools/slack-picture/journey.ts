import type { Part } from '../../support/slack/checks.ts';
import { appHomeOpened, appMention, eventCallback } from '../../support/slack/event-payloads.ts';
import { slashCommand } from '../../support/slack/payloads.ts';
import {
  findField,
  findPress,
  newestOf,
  pressRequest,
  type Seen,
  seenBy,
  valueFor,
} from '../../support/slack/person.ts';
import type { StateValues } from '../../support/slack/view-state.ts';
import { sameWords } from '../../support/transcript/same-words.ts';
import { DECISIONS, openSchool, type School } from './workspace.ts';

/** What somebody sees at one moment: the blocks as they went to Slack. */
export type Shot = {
  readonly name: string;
  readonly kind: 'modal' | 'message' | 'alone' | 'home';
  readonly content: Part;
  readonly values?: StateValues;
  readonly errors?: Readonly<Record<string, string>>;
};

const BEFORE_THE_FORM = [
  'No, it is not urgent',
  'A child may be at risk',
  'They asked, and said what and why',
  "Children's social care",
  'Yes, and it is the least that will do',
  'No law or order either way',
];

/** Plays through what the pictures are of, and gives what was shown. */
export async function playJourney(): Promise<readonly Shot[]> {
  const shots: Shot[] = [];
  const day = await openSchool('2026-11-23T10:15:00Z');
  try {
    const sam = someone(day, 'sam-okafor', shots);
    await day.send(eventCallback(day.slack, appHomeOpened(day.slack, sam.id)));
    sam.home('home');
    await sam.type('');
    sam.window('question');
    await sam.press('Why are you asking?');
    sam.window('why');
    await sam.press('Back to the question');
    for (const answer of BEFORE_THE_FORM) await sam.press(answer);
    sam.window('grouped');
    sam.choose('How sure are you that it is right?', 'I am sure it is right');
    sam.choose('Do you have a secure way to send it?', 'Yes, I have a secure way');
    await sam.press('Next');
    sam.window('advice');
    await sam.press('Record my decision now');
    sam.window('keep-out');
    await sam.press('No, nobody');
    sam.window('decided');
    await sam.press('I follow the advice');
    sam.window('decision-empty');
    sam.fill('What did you share, or what will you share?', 'dates of the missed appointments');
    sam.choose('Did you tell the child or family that you are sharing?', 'No');
    await sam.press('Record it');
    sam.window('decision');
    sam.choose('Who did you share it with, or who will get it?', "Children's social care");
    sam.choose('Did you tell the child or family that you are sharing?', 'Yes, before I shared');
    sam.choose('What kind of sharing is it?', 'For their information');
    sam.fill('When will you look at this again?', '2026-11-30');
    await sam.press('Record it');
    sam.window('receipt');
    someone(day, 'priya-nair', shots).messages('lead-decision');
    shots.push(...inChannel(day).map((content): Shot => ({ name: 'channel', kind: 'message', content })));
    await day.send(eventCallback(day.slack, appHomeOpened(day.slack, sam.id)));
    sam.home('home-after');
    await sam.type('do I need consent to tell the police about a child');
    sam.chat('answer');
    await sam.type('how do I apply for free school meals');
    sam.chat('not-covered');
    await sam.type('a child says her dad is going to hurt her tonight');
    sam.latest('danger-first');
    await day.send(
      eventCallback(
        day.slack,
        appMention(day.slack, sam.id, DECISIONS, 'can I share with the school nurse without consent'),
      ),
    );
    sam.chat('mention');
  } finally {
    await day.end();
  }
  const night = await openSchool('2026-11-23T10:15:00Z');
  try {
    const sam = someone(night, 'sam-okafor', shots);
    await sam.type('');
    await sam.press('Yes, in danger now');
    sam.window('emergency');
    const priya = someone(night, 'priya-nair', shots);
    priya.messages('lead');
    await night.send(eventCallback(night.slack, appHomeOpened(night.slack, sam.id)));
    sam.home('home-emergency');
    await priya.press('I’ll take this');
    priya.messages('lead-taken');
    sam.messages('author-taken');
    await priya.press('Hand over');
    priya.window('hand-over');
    await priya.press('Go back');
    priya.window('case');
    await priya.press('Reply');
    priya.choose('Choose an answer, or write your own', 'I will ring you today.');
    priya.window('reply');
    await priya.press('Send the reply');
    sam.messages('author-answered');
    await priya.press('Say what came of it');
    await priya.press('Close the concern');
    priya.window('close');
    await night.send(eventCallback(night.slack, appHomeOpened(night.slack, priya.id)));
    priya.home('home-lead');
  } finally {
    await night.end();
  }
  return shots;
}

function someone(school: School, person: string, shots: Shot[]) {
  const { slack } = school;
  const id = school.idOf(person);
  const now = (): readonly Seen[] => newestOf(seenBy(slack, id));
  const last = (): Seen => {
    const seen = now().at(-1);
    if (seen === undefined) throw new Error(`${person} was shown nothing.`);
    return seen;
  };
  const seenNow = (name: string, on: Seen): void => {
    if (on.kind === 'message') {
      const kind = on.message.onlyFor === undefined ? 'message' : 'alone';
      shots.push({ name, kind, content: on.shown.content });
    } else {
      const { view, values, errors } = slack.workspace.views.get(on.view.id) ?? on.view;
      shots.push({ name, kind: 'modal', content: view, values, errors });
    }
  };
  const home = (name: string): void => {
    const view = slack.home(id);
    if (view === undefined) throw new Error('There is no home.');
    shots.push({ name, kind: 'home', content: view.view });
  };
  const ofKind = (kind: Seen['kind']): Seen => {
    const on = now().findLast((each) => each.kind === kind);
    if (on === undefined) throw new Error(`${person} was shown no ${kind}.`);
    return on;
  };
  const setField = (label: string, given: Parameters<typeof valueFor>[1]): void => {
    const { view, field } = findField(now(), (words) => sameWords(words).startsWith(sameWords(label)));
    slack.fill(view.id, field.block, field.action, valueFor(field, given));
  };
  return {
    id,
    home,
    window: (name: string) => seenNow(name, ofKind('view')),
    chat: (name: string) => seenNow(name, ofKind('message')),
    latest: (name: string) => seenNow(name, last()),
    messages: (name: string) => seenNow(name, ofKind('message')),
    type: (text: string) => school.send(slashCommand(slack, id, text)),
    fill: (label: string, text: string) => setField(label, text),
    choose: (label: string, option: string) =>
      setField(label, [(words: string) => sameWords(words) === sameWords(option)]),
    press(label: string) {
      const { on, press } = findPress(now(), (words) => sameWords(words) === sameWords(label));
      const fresh =
        on.kind === 'view' ? { ...on, view: slack.workspace.views.get(on.view.id) ?? on.view } : on;
      const sent = press.kind === 'submit' && fresh.kind === 'view' ? fresh.view.id : undefined;
      return school.send(pressRequest(slack, id, fresh, press), sent);
    },
  };
}

const inChannel = ({ slack }: School): readonly Part[] =>
  slack.messages(DECISIONS).map(({ blocks }) => ({ blocks }));
