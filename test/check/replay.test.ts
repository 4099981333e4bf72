import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answers, FACT_IDS, FACTS, type Fact, type FactValue } from '../../src/check/facts.ts';
import type { Policy } from '../../src/check/policy.ts';
import { replay } from '../../src/check/replay.ts';
import { fullAnswers, partialAnswers } from '../support/answers.ts';
import { loadPolicy } from '../support/load-policy.ts';

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy();
});

const lowLevel: Answers = {
  urgency: 'not-urgent',
  risk: 'low-level',
  purpose: 'offer',
  recipient: 'safeguarding-role',
  necessity: 'needed-minimum',
  mandate: 'none',
  views: 'not-asked',
  relationship: 'working-together',
  accuracy: 'accurate',
  route: 'secure',
};

describe('replaying answers', () => {
  it('counts the answers in asking order, in whatever order they were given', () => {
    const backwards = new Map(Object.entries(lowLevel).reverse() as [Fact, FactValue][]);
    const { counted, parked, pending, next } = replay(policy, backwards, {});
    expect(Object.keys(counted)).toEqual(Object.keys(lowLevel));
    expect(counted).toEqual(lowLevel);
    expect({ parked, pending }).toEqual({ parked: [], pending: [] });
    expect(next).toBe('telling');
    expect(policy.settled(counted)).toBe(true);
  });

  it('stops at the first question without an answer; answers behind it wait', () => {
    const { recipient: _, ...rest } = lowLevel;
    const { counted, parked, pending, next } = replay(policy, rest, {});
    expect(counted).toEqual({ urgency: 'not-urgent', risk: 'low-level', purpose: 'offer' });
    expect(next).toBe('recipient');
    expect(parked).toEqual([]);
    expect(pending).toEqual(['necessity', 'mandate', 'views', 'relationship', 'accuracy', 'route']);
  });

  it('parks an answer whose question can no longer come, and counts it again when it can', () => {
    const talk: Answers = {
      urgency: 'not-urgent',
      risk: 'none',
      purpose: 'request-clear',
      mandate: 'none',
      views: 'object',
      route: 'insecure',
    };
    // No reason was given: with whom, how, and what the family said make no difference any more.
    const changed = replay(policy, talk, {});
    expect(changed.counted).toEqual({
      urgency: 'not-urgent',
      risk: 'none',
      purpose: 'request-clear',
      mandate: 'none',
    });
    expect(changed.next).toBe('recipient');
    expect(changed.parked).toEqual(['views', 'route']);
    expect(changed.pending).toEqual([]);

    const back = replay(
      policy,
      { ...talk, risk: 'clear', recipient: 'no-role', necessity: 'needed-minimum' },
      {},
    );
    expect(back.counted).toMatchObject({ risk: 'clear', recipient: 'no-role' });
    expect(back.next).toBe('accuracy');
    // In the second part now, and before sending.
    expect(back.pending).toEqual(['views', 'route']);
    expect(back.parked).toEqual([]);
  });

  it('counts an answer that moves from before the advice to after it', () => {
    const changed = replay(
      policy,
      { ...lowLevel, urgency: 'urgent', telling: 'safe', 'harm-source': 'no-one' },
      {},
    );
    expect(Object.keys(changed.counted)).toEqual(['urgency', 'risk', 'telling', 'harm-source']);
    expect(changed.next).toBe('identities');
    expect(changed.pending).toEqual(['purpose', 'recipient', 'mandate', 'views', 'relationship', 'accuracy']);
    // Need and route decide nothing in an emergency, and the record does not ask for them.
    expect(changed.parked).toEqual(['necessity', 'route']);
  });

  it('lets a preset answer count without being asked, and leaves aside another to the same question', () => {
    const given: Answers = { urgency: 'immediate', sector: 'private' };
    const { counted, parked, pending } = replay(policy, given, { sector: 'nhs' });
    expect(counted).toEqual({ sector: 'nhs', urgency: 'immediate' });
    expect([...parked, ...pending]).toEqual([]);
  });

  it('has nothing to count at the start', () => {
    expect(replay(policy, {}, {})).toEqual({ counted: {}, parked: [], pending: [], next: 'urgency' });
  });

  it('loses no answer and counts none twice', () => {
    fc.assert(
      fc.property(partialAnswers, (given) => {
        const { counted, parked, pending, next } = replay(policy, given, {});
        const places = [...Object.keys(counted), ...parked, ...pending];
        expect(places.toSorted()).toEqual(Object.keys(given).toSorted());
        if (next !== null) expect(counted[next] ?? given[next]).toBeUndefined();
        expect(policy.next(counted)).toBe(next);
      }),
      { numRuns: 300 },
    );
  });

  it('parks nothing that some way to go on would ask, and keeps nothing waiting that none would', () => {
    // Facts asked on any way from here, by walking all of them: from a point close enough to the end.
    const asked = (given: Answers, found: Set<Fact>): Set<Fact> => {
      const fact = policy.next(given);
      if (fact === null) return found;
      found.add(fact);
      for (const value of FACTS[fact]) asked({ ...given, [fact]: value }, found);
      return found;
    };
    const openAtMost = (answers: Answers): number =>
      FACT_IDS.filter((fact) => policy.mayStillBeAsked(fact, answers)).reduce(
        (product, fact) => product * FACTS[fact].length,
        1,
      );
    fc.assert(
      fc.property(
        fullAnswers,
        fc.nat(15),
        fc.constantFrom('immediate', 'not-urgent'),
        (answers, length, urgency) => {
          let given: Answers = {};
          for (let i = 0; i < length; i++) {
            const fact = policy.next(given);
            if (fact === null) break;
            given = { ...given, [fact]: fact === 'urgency' ? urgency : answers[fact] };
          }
          fc.pre(openAtMost(given) <= 20_000);
          const may = FACT_IDS.filter((fact) => policy.mayStillBeAsked(fact, given));
          expect(new Set(may)).toEqual(asked(given, new Set()));
        },
      ),
      { numRuns: 60 },
    );
  });
});
