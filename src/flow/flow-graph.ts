import type { CompiledPolicy } from '../check/compile-diagrams.ts';
import { pathsToAdvice } from '../check/count-paths.ts';
import type { Dialog } from '../check/dialog.ts';
import { kidsOf, terminalsOf } from '../check/explore-diagram.ts';
import { FACT_IDS, FACTS, type Fact, OUTCOMES, type Outcome } from '../check/facts.ts';
import { type DrawnDiagram, drawnDiagram } from './drawn-diagram.ts';
import { type AnswerLine, type Card, type Flow, leadsTo, type Target } from './flow.ts';
import { FLOW_WORDS } from './flow-words.ts';
import { partHeadings } from './part-headings.ts';
import { type Part, splitParts } from './split-parts.ts';

/** What the picture needs of a dialog. */
export type Drawable = Pick<Dialog, 'title' | 'version' | 'hash' | 'questions' | 'advice' | 'words'>;

/** Reads the flow off a compiled dialog. Nothing is decided here: the diagram is, and the dialog's words are. */
export function flowGraph(compiled: CompiledPolicy, dialog: Drawable): Flow {
  const drawn = drawnDiagram(compiled);
  const parts = splitParts(compiled.diagram, drawn.node);
  const writer = new Writer(compiled, dialog, drawn, parts);
  const cards = [...parts.map((part, i) => writer.cardsOf(part, i + 1)), ...writer.lastCards()];
  const bare = (cards.length > 0 ? cards : [writer.onlyCard()]).map((list, i) => ({
    number: i + 1,
    from: cards.flatMap((other, j) => (j !== i && other.some((card) => leadsTo(card, i + 1)) ? [j + 1] : [])),
    cards: list,
  }));
  const headings = partHeadings(bare, dialog.questions, writer.outcomeWords('share'));
  const outcomes = OUTCOMES.filter((_, i) => terminalsOf(compiled.diagram, compiled.outcome).has(i));
  const asked = new Set(bare.flatMap((part) => part.cards.map((card) => card.lines[0]?.fact)));
  const ways = pathsToAdvice(compiled).toLocaleString('en-GB');
  return {
    title: FLOW_WORDS.title(dialog.title),
    intro: FLOW_WORDS.intro,
    about: FLOW_WORDS.about(asked.size, outcomes.map(writer.outcomeWords)),
    parts: bare.map((part, i) => ({ ...part, heading: headings[i] ?? '' })),
    foot: [
      FLOW_WORDS.foot(dialog.title, dialog.version, dialog.hash.slice(0, 12), ways),
      FLOW_WORDS.guidance,
    ],
  };
}

class Writer {
  readonly #compiled: CompiledPolicy;
  readonly #dialog: Drawable;
  readonly #drawn: DrawnDiagram;
  readonly #parts: readonly Part[];

  constructor(compiled: CompiledPolicy, dialog: Drawable, drawn: DrawnDiagram, parts: readonly Part[]) {
    this.#compiled = compiled;
    this.#dialog = dialog;
    this.#drawn = drawn;
    this.#parts = parts;
  }

  outcomeWords = (outcome: Outcome): string => this.#dialog.words[`outcome-short-${outcome}`] ?? outcome;

  cardsOf(part: Part, number: number): readonly Card[] {
    return part.nodes.map((node) => this.#card(part, number, node));
  }

  /** The part behind "share": share, or put something right first. */
  lastCards(): readonly (readonly Card[])[] {
    const { node, fixes } = this.#drawn;
    const reached = terminalsOf(this.#compiled.diagram, node).has(OUTCOMES.indexOf('share'));
    if (fixes.length === 0 || !reached) return [];
    const lines: AnswerLine[] = fixes.map(({ id, fact, values }) => ({
      fact,
      values,
      lead: this.#dialog.advice.fixes[id]?.title ?? id,
      labels: [`${this.#question(fact)?.short ?? fact}: ${this.#labels(fact, values).join(' / ')}`],
      to: this.#outcome('fix-then-share'),
    }));
    const nothing = { fact: null, values: [], lead: FLOW_WORDS.nothing, labels: [] };
    const card: Card = {
      id: 'last',
      ask: FLOW_WORDS.lastAsk,
      note: FLOW_WORDS.lastNote,
      lines: [...lines, { ...nothing, to: this.#outcome('share') }],
    };
    return [[card]];
  }

  /** Where the advice is always the same. */
  onlyCard(): readonly Card[] {
    const outcome = OUTCOMES[this.#compiled.diagram.valueOf(this.#drawn.node)] ?? 'seek-advice';
    const line = {
      fact: null,
      values: [],
      lead: '',
      labels: [FLOW_WORDS.anyOther],
      to: this.#outcome(outcome),
    };
    return [{ id: 'only', ask: FLOW_WORDS.whatever, note: '', lines: [line] }];
  }

  #card(part: Part, number: number, node: number): Card {
    const { diagram } = this.#compiled;
    const fact = FACT_IDS[(diagram.level[node] ?? 0) - 1] ?? FACT_IDS[0];
    const valuesTo = new Map<number, string[]>();
    kidsOf(diagram, node).forEach((kid, i) => {
      const values = valuesTo.get(kid) ?? [];
      valuesTo.set(kid, [...values, FACTS[fact][i] ?? '']);
    });
    const groups = [...valuesTo].map(([kid, values]) => ({ values, to: this.#target(part, number, kid) }));
    // In the first part every answer is spelled out: it is where a child in danger is found.
    const rest = number === 1 ? undefined : restOf(groups);
    const lines = groups.map((group) => ({
      fact,
      ...group,
      lead: '',
      labels: group === rest ? [this.#anyOther(fact, group.values)] : this.#labels(fact, group.values),
    }));
    const ordered = [
      ...lines.filter((_, i) => groups[i] !== rest),
      ...lines.filter((_, i) => groups[i] === rest),
    ];
    return { id: `${number}-${node}`, ask: this.#question(fact)?.ask ?? fact, note: '', lines: ordered };
  }

  #target(part: Part, number: number, kid: number): Target {
    const { diagram } = this.#compiled;
    if (diagram.isTerminal(kid)) {
      const outcome = OUTCOMES[diagram.valueOf(kid)] ?? 'seek-advice';
      if (outcome !== 'share' || this.#drawn.fixes.length === 0) return this.#outcome(outcome);
      const last = this.#parts.length + 1;
      return { kind: 'part', part: last, outcome, words: FLOW_WORDS.last(this.outcomeWords(outcome), last) };
    }
    if (part.nodes.includes(kid)) return { kind: 'card', card: `${number}-${kid}` };
    const other = this.#parts.findIndex(({ root }) => root === kid) + 1;
    return { kind: 'part', part: other, outcome: null, words: FLOW_WORDS.goTo(other) };
  }

  #outcome(outcome: Outcome): Target {
    return { kind: 'outcome', outcome, words: this.outcomeWords(outcome) };
  }

  #anyOther(fact: Fact, values: readonly string[]): string {
    const [unsure] = this.#labels(fact, ['unsure']);
    return unsure && values.includes('unsure') ? FLOW_WORDS.anyOtherOrUnsure(unsure) : FLOW_WORDS.anyOther;
  }

  #labels(fact: Fact, values: readonly string[]): readonly string[] {
    const options = this.#question(fact)?.options ?? [];
    return values.map((value) => options.find((option) => option.value === value)?.label ?? value);
  }

  #question(fact: Fact) {
    return this.#dialog.questions.find(({ id }) => id === fact);
  }
}

/** The answers worth calling "any other": three at least, more than any others. */
function restOf<T extends { readonly values: readonly string[] }>(groups: readonly T[]): T | undefined {
  const most = Math.max(...groups.map(({ values }) => values.length));
  const largest = groups.filter(({ values }) => values.length === most);
  return most >= 3 && largest.length === 1 && groups.length > 1 ? largest[0] : undefined;
}
