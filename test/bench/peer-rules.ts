import { Engine, type NestedCondition, type RuleProperties, type TopLevelCondition } from 'json-rules-engine';
import type { ParsedCondition } from '../../src/check/condition.ts';
import { type Answers, FACT_IDS } from '../../src/check/facts.ts';
import type { ParsedPolicy } from '../../src/check/read-policy.ts';

/** What the peer says; `rule` alone for the rules of the outcome. */
export type PeerDecision = {
  readonly rule: string;
  readonly outcome: string;
  readonly fixes: readonly string[];
  readonly obligations: readonly string[];
  readonly tell: string;
  readonly lawfulBasis: readonly string[];
  readonly notification: string;
};

/**
 * The rules of a dialog in json-rules-engine, translated from the same parsed conditions. The rules of the outcome stand in
 * order of priority.
 */
export function peerRules(parsed: ParsedPolicy) {
  const translate = translator(parsed);
  const inOrder = (found: (engine: Engine) => void): Engine => {
    const engine = new Engine([], { allowUndefinedFacts: true });
    parsed.rules.forEach(({ id, when }, i) => {
      engine.addRule({
        priority: parsed.rules.length - i,
        conditions: topLevel(translate(when)),
        event: { type: id },
        onSuccess: () => found(engine),
      });
    });
    return engine;
  };
  const outcomes = inOrder(() => undefined);
  const stopping = inOrder((engine) => void engine.stop());

  const rest = new Engine([], { allowUndefinedFacts: true });
  const add = (type: string, index: number, when: ParsedCondition): void => {
    const rule: RuleProperties = {
      conditions: topLevel(translate(when)),
      event: { type, params: { index } },
    };
    rest.addRule(rule);
  };
  parsed.fixes.forEach(({ when }, i) => {
    add('fix', i, when);
  });
  parsed.obligations.forEach(({ when }, i) => {
    add('obligation', i, when);
  });
  parsed.tell.forEach(({ when }, i) => {
    add('tell', i, when);
  });
  parsed.basisChoices.forEach(({ when }, i) => {
    add('basis', i, { kind: 'all', of: [parsed.basisApplies, when] });
  });
  parsed.notification.forEach(({ when }, i) => {
    add('notification', i, when);
  });

  const first = async (engine: Engine, facts: Record<string, string>): Promise<string> => {
    const { events } = await engine.run(facts);
    return events[0]?.type ?? '';
  };

  return {
    /** The rule that decides, alone; every rule is looked at. */
    decideOutcome: (facts: Record<string, string>) => first(outcomes, facts),
    /** The same, stopped at the first rule that fits: the fastest way it has. */
    stopAtFirst: (facts: Record<string, string>) => first(stopping, facts),
    /** All that a decision says, but for citations and the next question. */
    async decide(facts: Record<string, string>): Promise<PeerDecision> {
      const rule = parsed.rules.find(byId(await first(stopping, facts)));
      const outcome = rule?.outcome ?? '';
      const { events } = await rest.run({ ...facts, outcome });
      const due = (type: string) =>
        events
          .filter((event) => event.type === type)
          .map((event) => Number(event.params?.index))
          .sort((a, b) => a - b);
      const fits = <T>(type: string, list: readonly T[]): T | undefined => list[due(type)[0] ?? -1];
      const fixes = outcome === 'fix-then-share' ? due('fix').map((i) => parsed.fixes[i]?.id ?? '') : [];
      const obligations = due('obligation');
      const ids = (indexes: readonly number[]) => indexes.map((i) => parsed.obligations[i]?.id ?? '');
      return {
        rule: rule?.id ?? '',
        outcome,
        fixes,
        obligations: [
          ...ids(obligations.filter((i) => i < parsed.fixesAfter)),
          ...fixes,
          ...ids(obligations.filter((i) => i >= parsed.fixesAfter)),
        ],
        tell: fits('tell', parsed.tell)?.id ?? '',
        lawfulBasis: fits('basis', parsed.basisChoices)?.bases ?? [],
        notification: fits('notification', parsed.notification)?.class ?? '',
      };
    },
  };
}

const byId = (wanted: string) => (line: { readonly id: string }) => line.id === wanted;

/** Answers as the peer takes them: every fact there, unanswered as `unsure`. */
export function peerFacts(answers: Answers): Record<string, string> {
  return Object.fromEntries(FACT_IDS.map((fact) => [fact, answers[fact] ?? 'unsure']));
}

/** Named conditions are put in where they are used: the peer looks them up at every run otherwise. */
function translator({ named }: ParsedPolicy): (condition: ParsedCondition) => NestedCondition {
  const translate = (condition: ParsedCondition): NestedCondition => {
    switch (condition.kind) {
      case 'always':
        return { fact: 'urgency', operator: 'notEqual', value: '' };
      case 'fact':
        return oneOf(condition.fact, condition.values);
      case 'outcome':
        return oneOf('outcome', condition.values);
      case 'not':
        return { not: translate(condition.of) };
      case 'all':
        return { all: condition.of.map(translate) };
      case 'any':
        return { any: condition.of.map(translate) };
      case 'is': {
        const target = named.get(condition.name);
        if (target === undefined) throw new Error(`no condition ${condition.name}`);
        return translate(target);
      }
    }
  };
  return translate;
}

function oneOf(fact: string, values: readonly string[]): NestedCondition {
  const [value] = values;
  return values.length === 1
    ? { fact, operator: 'equal', value }
    : { fact, operator: 'in', value: [...values] };
}

function topLevel(condition: NestedCondition): TopLevelCondition {
  return 'all' in condition || 'any' in condition || 'not' in condition ? condition : { all: [condition] };
}
