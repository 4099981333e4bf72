import { FALSE } from './diagram.ts';
import { OUTCOMES } from './facts.ts';
import type { Asks, LocalObligation } from './local-dialog.ts';
import type { LocalPolicy } from './local-policy.ts';
import type { Counterexample, Proof } from './proof.ts';
import type { UnusedPart } from './unused-parts.ts';

/** Where a thing of this kind may never be asked for, and the safety rule that says so. */
type LocalRule = {
  readonly rule: string;
  readonly asks: Asks;
  readonly where: (p: Proof) => number;
  readonly says: string;
};

const sharing = (p: Proof) => p.outcome('share-now', 'share', 'fix-then-share');
const atRisk = (p: Proof) => p.answer('risk', 'clear', 'perceived');
const pressing = (p: Proof) => p.all(p.answer('urgency', 'urgent', 'unsure'), atRisk(p));

/** How such a line can be put right. */
const BEFORE =
  'Add: when: { outcome: { in: [share, fix-then-share] }, risk: { in: [support-only, none] } }. Or let it ask for something else, such as contact.';

const LOCAL_RULES: readonly LocalRule[] = [
  {
    rule: 'I1',
    asks: 'before-sharing',
    where: (p) => p.answer('urgency', 'immediate'),
    says: `would have to be done before sharing. With a child in danger now, nothing comes before it. ${BEFORE}`,
  },
  {
    rule: 'I2',
    asks: 'before-sharing',
    where: (p) =>
      p.all(
        p.not(p.answer('urgency', 'immediate')),
        p.any(p.outcome('share-now'), p.answer('urgency', 'urgent'), pressing(p)),
      ),
    says: `would have to be done before sharing. Where waiting could make it worse, nothing comes before it. ${BEFORE}`,
  },
  {
    rule: 'I3',
    asks: 'before-sharing',
    where: (p) => p.all(p.not(p.outcome('share-now')), p.answer('risk', 'low-level', 'unsure')),
    says: `would have to be done before sharing. A worry about harm, even a small one, does not wait for that. ${BEFORE}`,
  },
  {
    rule: 'I5',
    asks: 'before-sharing',
    where: (p) => p.all(p.not(p.outcome('share-now')), atRisk(p)),
    says: `would have to be done before sharing. A child at risk does not wait for that. ${BEFORE}`,
  },
  {
    rule: 'I9',
    asks: 'tell-family',
    where: (p) =>
      p.any(
        p.not(p.answer('telling', 'safe', 'already-told')),
        p.outcome('share-now'),
        // One of them may be causing the harm.
        p.all(atRisk(p), p.answer('harm-source', 'parent-carer', 'unsure')),
      ),
    says: 'tells the family something, where that is unsafe, not looked at yet, or would hold things up. Say when it is safe: when: { telling: safe, risk: { in: [support-only, none] }, not: { outcome: share-now } }.',
  },
  {
    rule: 'I13',
    asks: 'give-to-recipient',
    where: (p) => p.not(sharing(p)),
    says: 'gives something out, where the advice is not to share (yet). Add: when: { is: sharing, not: { recipient: no-role } }.',
  },
  {
    rule: 'I17',
    asks: 'give-to-recipient',
    where: (p) => p.answer('recipient', 'no-role'),
    says: 'gives something to a person with no role in helping the child. Add: when: { is: sharing, not: { recipient: no-role } }.',
  },
];

/**
 * Whether what an organisation adds breaks the safety rule `id`. Null when not; else the answers on which it does, with the
 * line of local.yaml.
 */
export function brokenByLocal(p: Proof, local: LocalPolicy, id: string): Counterexample | null {
  if (id === 'I19') {
    const [first] = unusedLocally(p, local);
    return first === undefined ? null : { answers: {}, says: first.says, at: first.at };
  }
  for (const [i, { line, node }] of local.obligations.entries()) {
    const at = { file: 'local', path: ['obligations', i] } as const;
    const due = holding(p, node);
    for (const { rule, asks, where, says } of LOCAL_RULES) {
      if (rule !== id || asks !== line.asks) continue;
      const found = p.never(p.all(due, where(p)), () => ({ says: `${named(line)} ${says}`, at }));
      if (found) return found;
    }
  }
  return null;
}

/** What an organisation added that never comes up. */
export function unusedLocally(p: Proof, local: LocalPolicy): UnusedPart[] {
  const lists = [
    { list: 'questions', kind: 'question', lines: local.questions.map((c) => ({ ...c, id: c.line.id })) },
    {
      list: 'obligations',
      kind: 'obligation',
      lines: local.obligations.map((c) => ({ ...c, id: c.line.id })),
    },
    { list: 'contacts', kind: 'contact', lines: local.contacts.map((c) => ({ ...c, id: c.line.name })) },
  ] as const;
  return lists.flatMap(({ list, kind, lines }) =>
    lines.flatMap(({ id, node }, i): UnusedPart[] =>
      holding(p, node) === FALSE
        ? [{ kind, id, says: `“${id}” never comes up.`, at: { file: 'local', path: [list, i] } }]
        : [],
    ),
  );
}

/** A condition that may ask for the outcome, on the facts alone. */
function holding(p: Proof, node: number): number {
  return p.any(...OUTCOMES.map((outcome, o) => p.all(p.outcome(outcome), p.onOutcome(node, o))));
}

const named = ({ title, id }: LocalObligation) => `“${title.replace(/\.$/, '')}” (${id})`;
