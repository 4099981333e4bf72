import type { Button, Card, TapOption } from '../../../src/conversation/card.ts';
import type { TurnEvent } from '../../../src/conversation/event.ts';
import { allBlocks, blockText, cardText, tappable } from './card-text.ts';
import type { Driver, Fields, House } from './driver.ts';
import { sameWords } from './same-words.ts';

type What = { kind: 'message'; text: string } | { kind: 'press'; token: string; inputs: Inputs };
type Inputs = Readonly<Record<string, string | readonly string[]>>;

/** Drives the turn itself, with neutral cards: no channel in between. */
export function coreDriver(house: House, person: string, channel: 'teams' | 'terminal' = 'teams'): Driver {
  const speaker = { channel, userId: house.userId(person, channel) };
  const replies: (readonly Card[])[] = [];
  let events = 0;

  const send = async (what: What): Promise<string> => {
    events += 1;
    const event: TurnEvent = { id: `${person}-${events}`, speaker, ...what };
    const { cards } = await house.handle(event);
    replies.push(cards);
    return cards.map(cardText).join('\n');
  };
  const last = (): readonly Card[] => replies.at(-1) ?? [];

  return {
    say: (text) => send({ kind: 'message', text }),
    tap: (label, fields) => {
      const { control, card } = find(last(), label);
      const submits = 'submits' in control && control.submits === true;
      const given = fields.filled.size + fields.chosen.size > 0;
      if (given && !submits) throw new Error(`"${control.label}" does not send what was filled in.`);
      return send({ kind: 'press', token: control.token, inputs: submits ? inputsOf(card, fields) : {} });
    },
    doubleTap: async (label) => {
      const { token } = find(last(), label).control;
      await send({ kind: 'press', token, inputs: {} });
      return send({ kind: 'press', token, inputs: {} });
    },
    tapOld: async (label) => {
      const earlier = replies.slice(0, -1).reverse();
      const cards = earlier.find((each) => each.some((card) => tappable(card).some(labelled(label)))) ?? [];
      return send({ kind: 'press', token: find(cards, label).control.token, inputs: {} });
    },
    open: async (summary) => {
      const details = allBlocks(last().flatMap(({ blocks }) => blocks)).flatMap((block) =>
        block.kind === 'details' ? [block] : [],
      );
      const found = details.find((block) => sameWords(block.summary) === sameWords(summary));
      if (found === undefined)
        throw new Error(
          cannot(
            'open',
            summary,
            details.map((block) => block.summary),
          ),
        );
      return found.blocks.map(blockText).join('\n');
    },
    message: async (words) => {
      const all = house.messages?.(person) ?? [];
      const found = all.findLast((card) => sameWords(cardText(card)).includes(sameWords(words)));
      if (found === undefined)
        throw new Error(
          cannot(
            'turn to',
            words,
            all.map(({ title }) => title),
          ),
        );
      replies.push([found]);
      return cardText(found);
    },
    restart: () => house.restart(),
    wait: (seconds) => house.wait(seconds),
    storage: (works) => house.storage(works),
    entries: () => house.entries(),
    received: () => house.received(),
    lead: house.lead,
    end: () => house.end(),
  };
}

/** The one control with this label, on the newest card that has it. */
function find(cards: readonly Card[], label: string): { control: Button | TapOption; card: Card } {
  for (const card of [...cards].reverse()) {
    const control = tappable(card).find(labelled(label));
    if (control !== undefined) return { control, card };
  }
  throw new Error(
    cannot(
      'tap',
      label,
      cards.flatMap(tappable).map((control) => control.label),
    ),
  );
}

/** What a client sends with a form: what was there already, and over it what was filled in and chosen. */
function inputsOf(card: Card, fields: Fields): Inputs {
  const inputs: Record<string, string | readonly string[]> = {};
  const unused = new Set([...fields.filled.keys(), ...fields.chosen.keys()]);
  const known: string[] = [];
  for (const block of allBlocks(card.blocks)) {
    if (block.kind !== 'input' && block.kind !== 'select') continue;
    known.push(block.label);
    const key = [...unused].find((label) => sameWords(label) === sameWords(block.label)) ?? block.label;
    unused.delete(key);
    if (block.kind === 'input') {
      const value = fields.filled.get(key) ?? block.value;
      if (value !== undefined) inputs[block.id] = value;
      continue;
    }
    const chosen = fields.chosen.get(key)?.map((option) => {
      const found = block.options.find(labelled(option));
      if (found === undefined)
        throw new Error(
          cannot(
            'choose',
            option,
            block.options.map((each) => each.label),
          ),
        );
      return found.token;
    });
    const tokens = chosen ?? block.options.filter((option) => option.chosen).map((option) => option.token);
    if (block.several) inputs[block.id] = tokens;
    else if (tokens[0] !== undefined) inputs[block.id] = tokens[0];
  }
  for (const label of unused) throw new Error(cannot('fill in', label, known));
  return inputs;
}

const labelled = (label: string) => (control: { readonly label: string }) =>
  sameWords(control.label) === sameWords(label);

function cannot(what: string, label: string, there: readonly string[]): string {
  return `Nothing to ${what} is called "${label}". There is: ${there.map((each) => `"${each}"`).join(', ') || 'nothing'}.`;
}
