import { FACT_IDS, FACTS, isValueOf } from '../check/facts.ts';
import type { ContentFault } from './content-fault.ts';
import type { DialogFiles } from './dialog-files.ts';
import { permittedWords } from './nearest.ts';

/** Faults of questions.yaml: the sixteen in asking order, their answers, their passages, the groups. */
export function checkQuestions({ questions, citations, policy }: DialogFiles): ContentFault[] {
  const faults: ContentFault[] = [];
  const asked = questions.parts.questions ?? [];
  const ids = asked.map(({ id }) => id);

  if (!questions.broken('questions')) {
    const missing = FACT_IDS.filter((id) => !ids.includes(id));
    if (missing.length > 0) {
      faults.push(
        questions.fault(['questions'], `The check needs these questions too: ${missing.join(', ')}.`),
      );
    }
  }
  const order = FACT_IDS.filter((id) => ids.includes(id));
  const firstUses = ids.filter((id, index) => ids.indexOf(id) === index);
  const astray = firstUses.findIndex((id, index) => id !== order[index]);
  if (astray !== -1) {
    const index = ids.indexOf(firstUses[astray] ?? 'urgency');
    const message = `"${ids[index]}" stands where "${order[astray]}" belongs. The order of asking is fixed: ${order.join(', ')}.`;
    faults.push(questions.fault(['questions', index, 'id'], message));
  }

  asked.forEach((question, index) => {
    const at = ['questions', index] as const;
    if (ids.indexOf(question.id) < index) {
      faults.push(
        questions.fault([...at, 'id'], `"${question.id}" is asked a second time. Keep one of the two.`),
      );
    }
    const values = question.options.map(({ value }) => value);
    values.forEach((value, option) => {
      const line = [...at, 'options', option, 'value'];
      if (!isValueOf(question.id, value)) {
        const message = `"${value}" is not an answer to "${question.id}". ${permittedWords(value, FACTS[question.id])}`;
        faults.push(questions.fault(line, message));
      } else if (values.indexOf(value) < option) {
        faults.push(
          questions.fault(line, `The answer "${value}" is here a second time. Keep one of the two.`),
        );
      }
    });
    const missing = FACTS[question.id].filter((value) => !values.includes(value));
    if (missing.length > 0 && !questions.broken(...at, 'options')) {
      const message = `"${question.id}" lacks these answers: ${missing.join(', ')}.`;
      faults.push(questions.fault([...at, 'options'], message));
    }
    question.cite.forEach((key, cite) => {
      if (Object.hasOwn(citations.parts, key) || citations.broken(key)) return;
      const message = `"${key}" is not a key of citations.yaml. ${permittedWords(key, Object.keys(citations.parts))}`;
      faults.push(questions.fault([...at, 'cite', cite], message));
    });
  });

  const groups = questions.parts.groups ?? [];
  groups.forEach((group, index) => {
    const at = ['groups', index] as const;
    if (groups.findIndex(({ id }) => id === group.id) < index) {
      faults.push(
        questions.fault([...at, 'id'], `The id "${group.id}" is used twice. Give this group another.`),
      );
    }
    const orders = [FACT_IDS, ...(policy.broken('then-ask') ? [] : [policy.parts['then-ask'] ?? []])];
    if (policy.broken('then-ask') || orders.some((facts) => standsIn(facts, group.questions))) return;
    const message =
      'The questions of a group follow one another, as they are asked or as "then-ask" in policy.yaml lists them.';
    faults.push(questions.fault([...at, 'questions'], message));
  });
  return faults;
}

function standsIn(order: readonly string[], run: readonly string[]): boolean {
  const start = order.indexOf(run[0] ?? '');
  return start !== -1 && run.every((id, index) => order[start + index] === id);
}
