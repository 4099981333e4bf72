/** The picture's own words. Questions, answers and advice are in the words of the dialog. */
export const FLOW_WORDS = {
  title: (dialog: string) => `${dialog}: which answers lead where`,
  intro:
    'Start at 1 and follow your answer. It leads to the next question, to a part with a number, or to the advice (in colour).',
  start: 'Start here',
  goTo: (part: number) => `Go to ${part}`,
  last: (outcome: string, part: number) => `${outcome}, after ${part}`,
  from: (parts: readonly number[]) => `From ${listed(parts.map(String))}`,
  anyOther: 'Any other answer',
  anyOtherOrUnsure: (unsure: string) => `Any other answer, or “${unsure}”`,
  whatever: 'Whatever is answered',
  lastAsk: 'Does any of this still have to be put right?',
  lastNote: 'Asked on the way, where it can matter.',
  nothing: 'No, nothing',
  foot: (dialog: string, version: string, hash: string, ways: string) =>
    `${dialog} ${version} (${hash}). There are ${ways} ways from the first question to the advice. Drawn from the dialog files, never by hand.`,
  guidance: 'The guidance is a draft of June 2023, since superseded.',
  about: (questions: number, advice: readonly string[]) =>
    `A flow chart in numbered parts. ${questions} questions stand in boxes; under each, every answer leads to another box, to another part, or to one of ${advice.length} kinds of advice: ${listed(advice)}.`,
};

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
