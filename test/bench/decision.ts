import { type Answers, FACT_IDS, FACTS, type Fact } from '../../src/check/facts.ts';
import { compilePolicy, type Policy } from '../../src/check/policy.ts';
import { loadShipped } from '../support/load-policy.ts';
import type { Benchmark } from './benchmark.ts';
import { peerFacts, peerRules } from './peer-rules.ts';
import { said, spreadOf } from './spread.ts';

const TIMES_AS_FAST = 300;
const SAMPLE = 400;

/** One decision, everything that `decide` gives, the next question among it: against the same rules in json-rules-engine. */
export const decision: Benchmark = {
  name: 'decision',
  async run({ runs, quick }, say) {
    const { dialog, pages } = await loadShipped();
    const policy = compilePolicy(dialog, pages);
    const peer = peerRules(policy.compiled.parsed);
    const sets = answerSets(policy, 20_000);
    const facts = sets.map(peerFacts);
    await mustAgree(policy, peer, sets.slice(0, SAMPLE));

    const ours = (): number => {
      const began = performance.now();
      for (const set of sets) policy.decide(set);
      return ((performance.now() - began) * 1000) / sets.length;
    };
    const theirs = async (decide: (facts: Record<string, string>) => Promise<unknown>, count: number) => {
      const began = performance.now();
      for (let i = 0; i < count; i++) await decide(facts[(i * 7) % facts.length] ?? {});
      return ((performance.now() - began) * 1000) / count;
    };
    const count = quick ? 60 : 150;
    const peers = {
      'the rules of the outcome alone': peer.decideOutcome,
      'the same, stopped at the first that fits': peer.stopAtFirst,
      'the whole policy': peer.decide,
    };
    ours();
    for (const decide of Object.values(peers)) await theirs(decide, count);

    // Many short turns: the speed of a machine changes from one moment to the next.
    const times: number[] = [];
    const ratios = new Map<string, { time: number; ratio: number }[]>();
    for (let turn = 0; turn < runs * 5; turn++) {
      for (const [name, decide] of Object.entries(peers)) {
        const own = ours();
        times.push(own);
        const time = await theirs(decide, count);
        ratios.set(name, [...(ratios.get(name) ?? []), { time, ratio: time / own }]);
      }
    }
    say(`ours: a whole decision with its next question  ${said(spreadOf(times), 2)} µs`);
    for (const [name, lines] of ratios) {
      const time = said(spreadOf(lines.map((line) => line.time)), 0);
      const ratio = said(spreadOf(lines.map((line) => line.ratio)), 0);
      say(`json-rules-engine: ${name.padEnd(44)} ${time} µs, ${ratio} times as long`);
    }
    // The same rules are all of them: what decides the outcome alone leaves out fixes, obligations, tell, bases and class.
    const ratio = spreadOf((ratios.get('the whole policy') ?? []).map((line) => line.ratio));
    return [
      {
        what: `a decision, next question included, ${TIMES_AS_FAST} times as fast as the same rules in json-rules-engine`,
        measured: `${said(ratio, 0)} times`,
        met: ratio.median >= TIMES_AS_FAST,
      },
    ];
  },
};

/** A third each: answers in asking order up to some question, answers to everything, and answers with gaps anywhere. */
function answerSets(policy: Policy, many: number): Answers[] {
  let seed = 20_230_629;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  const answer = (answers: Answers, fact: Fact): Answers => ({
    ...answers,
    [fact]: FACTS[fact][random(FACTS[fact].length)],
  });
  return Array.from({ length: many }, (_, i) => {
    if (i % 3 === 1) return FACT_IDS.reduce(answer, {});
    if (i % 3 === 2) return FACT_IDS.filter(() => random(2) === 0).reduce(answer, {});
    let answers: Answers = {};
    for (let left = random(14), next = policy.next(answers); left > 0 && next !== null; left--) {
      answers = answer(answers, next);
      next = policy.next(answers);
    }
    return answers;
  });
}

/** A peer that says something else is not doing the same work. */
async function mustAgree(policy: Policy, peer: ReturnType<typeof peerRules>, sets: readonly Answers[]) {
  for (const answers of sets) {
    const { rule, outcome, fixes, obligations, tell, lawfulBasis, notification } = policy.decide(answers);
    const ours = JSON.stringify({ rule, outcome, fixes, obligations, tell, lawfulBasis, notification });
    const theirs = JSON.stringify(await peer.decide(peerFacts(answers)));
    if (ours !== theirs)
      throw new Error(`The peer decides otherwise: ${JSON.stringify(answers)}\n${ours}\n${theirs}`);
  }
}
