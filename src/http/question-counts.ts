/** What became of questions, and of answers: counted since the service started, without a word of any question. */
export type QuestionCounts = {
  asked(outcome: 'answered' | 'not-covered' | 'danger'): void;
  /** "Was this what you needed?" `section`: the ids of what was shown, or `none`. */
  helped(section: string, helpful: boolean): void;
  /** Lines in the Prometheus text format, version 0.0.4. */
  lines(): readonly string[];
};

/** Counters that start at nought, in memory: whoever reads them expects that of a restart. */
export function createQuestionCounts(): QuestionCounts {
  const outcomes = new Map<string, number>([
    ['answered', 0],
    ['not-covered', 0],
    ['danger', 0],
  ]);
  const answers = new Map<string, number>([
    ['yes', 0],
    ['no', 0],
  ]);
  const sections = new Map<string, number>();
  return {
    asked: (outcome) => add(outcomes, outcome),
    helped(section, helpful) {
      const said = helpful ? 'yes' : 'no';
      add(answers, said);
      add(sections, `section="${escaped(section)}",helpful="${said}"`);
    },
    lines: () => [
      '# HELP share_check_questions_total Typed questions by what became of them.',
      '# TYPE share_check_questions_total counter',
      ...[...outcomes].map(([outcome, n]) => `share_check_questions_total{outcome="${outcome}"} ${n}`),
      '# HELP share_check_answers_total Whether an answer was what somebody needed, as they said.',
      '# TYPE share_check_answers_total counter',
      ...[...answers].map(([said, n]) => `share_check_answers_total{helpful="${said}"} ${n}`),
      '# HELP share_check_section_answers_total The same by the section that was shown.',
      '# TYPE share_check_section_answers_total counter',
      ...[...sections].map(([labels, n]) => `share_check_section_answers_total{${labels}} ${n}`),
    ],
  };
}

const add = (counts: Map<string, number>, key: string) => void counts.set(key, (counts.get(key) ?? 0) + 1);

/** A label value as the format wants it: sections of an organisation's own documents have ids of their own. */
const escaped = (value: string) =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
