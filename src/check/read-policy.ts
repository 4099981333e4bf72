import {
  type ConditionNames,
  mentionsOutcome,
  namesIn,
  type ParsedCondition,
  parseCondition,
} from './condition.ts';
import type { CitationKeys, PolicyFile } from './dialog.ts';
import type { Fact, NotificationClass, Outcome, TellValue } from './facts.ts';

/** The name that stands for "at least one fix is outstanding". */
export const ANY_FIX = 'any-fix';

/** Anything of the policy with an id that people may be shown. */
export type Cited = { readonly id: string; readonly cite: readonly string[]; readonly beyondDraft: boolean };
export type When = { readonly when: ParsedCondition };

/** policy.yaml and citations.yaml with every condition read. */
export type ParsedPolicy = {
  /** Named conditions, `any-fix` among them. */
  readonly named: ReadonlyMap<string, ParsedCondition>;
  readonly rules: readonly (Cited & When & { readonly outcome: Outcome })[];
  readonly fixes: readonly (Cited & When)[];
  readonly obligations: readonly (Cited & When)[];
  /** How many obligations stand before the fixes. */
  readonly fixesAfter: number;
  readonly tell: readonly (Cited & When & { readonly id: TellValue })[];
  readonly basisApplies: ParsedCondition;
  readonly basisChoices: readonly (When & { readonly bases: readonly string[] })[];
  readonly bases: readonly (Cited & { readonly article6: boolean })[];
  readonly notification: readonly (When & { readonly class: NotificationClass })[];
  readonly thenAsk: readonly Fact[];
  readonly citations: ReadonlyMap<string, Citable>;
};
export type Citable = {
  readonly sections: readonly string[];
  readonly also: readonly (When & { readonly sections: readonly string[] })[];
};

/** A fault in one of the two files; `path` leads to it from the top of that file. */
export type PolicyProblem = {
  readonly file: 'policy' | 'citations';
  readonly path: (string | number)[];
  readonly message: string;
};
export type PolicyResult =
  | { readonly ok: true; readonly policy: ParsedPolicy }
  | { readonly ok: false; readonly problems: PolicyProblem[] };

/**
 * Reads every condition of a dialog's rules and citations, and checks that what is named exists, that names do not go in
 * circles, that no id is used twice and that the fixes have one place among the obligations. Never throws.
 */
export function readPolicy(policy: PolicyFile, citations: CitationKeys): PolicyResult {
  const problems: PolicyProblem[] = [];
  const report = (file: PolicyProblem['file'], path: (string | number)[], message: string): void => {
    problems.push({ file, path, message });
  };
  const read = (
    raw: unknown,
    names: ConditionNames,
    path: (string | number)[],
    file: PolicyProblem['file'],
  ) => {
    const result = parseCondition(raw, names);
    if (result.ok) return result.condition;
    for (const problem of result.problems) report(file, [...path, ...problem.path], problem.message);
    return { kind: 'always' } as const;
  };

  const allNames = [...Object.keys(policy.conditions), ANY_FIX];
  const named = new Map<string, ParsedCondition>();
  for (const [name, raw] of Object.entries(policy.conditions)) {
    if (name === ANY_FIX)
      report('policy', ['conditions', name], `"${ANY_FIX}" is made from the fixes: choose another name.`);
    named.set(name, read(raw, { named: allNames, outcome: true }, ['conditions', name], 'policy'));
  }
  const throughOutcome = namesThroughOutcome(named);
  const early: ConditionNames = {
    named: Object.keys(policy.conditions).filter((name) => !throughOutcome.has(name)),
    outcome: false,
  };
  const forRules: ConditionNames = { named: [...early.named, ANY_FIX], outcome: false };
  const late: ConditionNames = { named: allNames, outcome: true };

  const cited = (
    from: { cite: readonly string[]; 'beyond-draft'?: boolean | undefined },
    id: string,
    path: (string | number)[],
  ): Cited => {
    from.cite.forEach((key, i) => {
      if (!Object.hasOwn(citations, key)) {
        report(
          'policy',
          [...path, 'cite', i],
          `Not a key of citations.yaml. It has: ${Object.keys(citations).join(', ')}.`,
        );
      }
    });
    return { id, cite: from.cite, beyondDraft: from['beyond-draft'] === true };
  };

  const rules = policy.rules.map((rule, i) => ({
    ...cited(rule, rule.id, ['rules', i]),
    when: read(rule.if, forRules, ['rules', i, 'if'], 'policy'),
    outcome: rule.outcome,
  }));
  const fixes = policy.fixes.map((fix, i) => ({
    ...cited(fix, fix.id, ['fixes', i]),
    when: read(fix.when, early, ['fixes', i, 'when'], 'policy'),
  }));
  named.set(ANY_FIX, { kind: 'any', of: fixes.map((fix) => fix.when) });
  for (const name of namesInCircles(named)) {
    const path = name === ANY_FIX ? ['fixes'] : ['conditions', name];
    report(
      'policy',
      path,
      `"${name}" leads back to itself through "is". A name can only build on other names.`,
    );
  }

  const obligations: (Cited & When)[] = [];
  const places: number[] = [];
  policy.obligations.forEach((obligation, i) => {
    if ('fixes' in obligation) {
      if (places.length > 0)
        report('policy', ['obligations', i], 'The fixes already have their place further up.');
      places.push(obligations.length);
      return;
    }
    const when = read(obligation.when, late, ['obligations', i, 'when'], 'policy');
    obligations.push({ ...cited(obligation, obligation.id, ['obligations', i]), when });
  });
  if (places.length === 0) {
    report('policy', ['obligations'], 'One line must be "fixes: true": the place where the fixes stand.');
  }

  const tell = policy.tell.map((line, i) => ({
    ...cited(line, line.value, ['tell', i]),
    id: line.value,
    when: read(line.when, late, ['tell', i, 'when'], 'policy'),
  }));

  const basis = policy['lawful-basis'];
  const bases = basis.bases.map((line, i) => ({
    ...cited(line, line.id, ['lawful-basis', 'bases', i]),
    article6: line['article-6'] === true,
  }));
  const basisChoices = basis.choose.map((line, i) => {
    const path = ['lawful-basis', 'choose', i];
    line.bases.forEach((id, j) => {
      if (!bases.some((known) => known.id === id)) {
        const known = bases.map((b) => b.id).join(', ');
        report('policy', [...path, 'bases', j], `Not one of the bases listed below: ${known}.`);
      }
    });
    return { when: read(line.when, late, [...path, 'when'], 'policy'), bases: line.bases };
  });

  const citable = new Map<string, Citable>();
  for (const [key, entry] of Object.entries(citations)) {
    const also = (entry.also ?? []).map((more, i) => ({
      when: read(more.when, early, [key, 'also', i, 'when'], 'citations'),
      sections: more.sections,
    }));
    citable.set(key, { sections: entry.sections, also });
  }

  reportRepeats(policy, report);
  const notification = policy.notification.map((line, i) => ({
    class: line.class,
    when: read(line.when, late, ['notification', i, 'when'], 'policy'),
  }));
  const basisApplies = read(basis.applies, late, ['lawful-basis', 'applies'], 'policy');
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    policy: {
      named,
      rules,
      fixes,
      obligations,
      fixesAfter: places[0] ?? 0,
      tell,
      basisApplies,
      basisChoices,
      bases,
      notification,
      thenAsk: policy['then-ask'],
      citations: citable,
    },
  };
}

/** Ids are what advice, records and words refer to: each must mean one thing. */
function reportRepeats(
  policy: PolicyFile,
  report: (file: PolicyProblem['file'], path: (string | number)[], message: string) => void,
): void {
  const seen = new Set<string>();
  const once = (id: string, path: (string | number)[]): void => {
    if (seen.has(id))
      report('policy', path, `The id "${id}" is used twice. Each id may stand for one thing only.`);
    seen.add(id);
  };
  policy.rules.forEach((rule, i) => {
    once(rule.id, ['rules', i, 'id']);
  });
  policy.fixes.forEach((fix, i) => {
    once(fix.id, ['fixes', i, 'id']);
  });
  policy.obligations.forEach((line, i) => {
    if ('id' in line) once(line.id, ['obligations', i, 'id']);
  });
  policy.tell.forEach((line, i) => {
    once(line.value, ['tell', i, 'value']);
  });
  policy['lawful-basis'].bases.forEach((line, i) => {
    once(line.id, ['lawful-basis', 'bases', i, 'id']);
  });
  policy['then-ask'].forEach((fact, i) => {
    if (policy['then-ask'].indexOf(fact) < i)
      report('policy', ['then-ask', i], 'This question stands twice in the list.');
  });
}

/** The names that ask for the outcome, themselves or through other names. */
function namesThroughOutcome(named: ReadonlyMap<string, ParsedCondition>): ReadonlySet<string> {
  const through = new Set<string>();
  for (let before = -1; before < through.size; ) {
    before = through.size;
    for (const [name, condition] of named) {
      if (mentionsOutcome(condition) || namesIn(condition).some((other) => through.has(other)))
        through.add(name);
    }
  }
  return through;
}

function namesInCircles(named: ReadonlyMap<string, ParsedCondition>): string[] {
  const reaches = (name: string, target: string, seen: Set<string>): boolean =>
    namesIn(named.get(name) ?? { kind: 'always' }).some((next) => {
      if (next === target) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, target, seen);
    });
  return [...named.keys()].filter((name) => reaches(name, name, new Set()));
}
