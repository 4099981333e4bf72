import { sameWords } from './same-words.ts';

/** Reads what stands in a terminal as a person does: keys with their labels, and the question asked last. */

/** The key in front of a label ("  1  Yes"); the lowest on the screen wins. Throws with what there is when nothing fits. */
export function keyOf(screen: string, label: string): string {
  const keys = keysOn(screen);
  const found = keys.findLast(({ labels }) => labels.some((each) => sameWords(each) === sameWords(label)));
  if (found === undefined) {
    const there = keys.map(({ labels }) => `"${labels[0]}"`).join(', ') || 'nothing';
    throw new Error(`Nothing here is called "${label}". There is: ${there}.`);
  }
  return found.key;
}

/** The form question at the end of the output, or undefined when none is asked. */
export function fieldAsked(
  output: string,
): { readonly at: string; readonly labels: readonly string[] } | undefined {
  const lines = output.split('\n');
  const start = lines.findLastIndex((line) => /^\d+ of \d+ {2}/.test(line));
  if (start === -1 || lines.slice(start).some((line) => line.startsWith('That is all.'))) return undefined;
  const [, at = '', first = ''] = /^(\d+ of \d+) {2}(.*)$/.exec(lines[start] ?? '') ?? [];
  return { at, labels: grow(first, lines.slice(start + 1), /^ {8}(\S.*)$/) };
}

/** Text for comparing with what other channels show: without the bars of quotes and the rules under titles. */
export function plainText(output: string): string {
  return output
    .split('\n')
    .map((line) => line.replace(/^\| ?/, '').replace(/^-{3,}$/, ''))
    .join('\n');
}

function keysOn(screen: string): { readonly key: string; readonly labels: readonly string[] }[] {
  const lines = screen.split('\n');
  return lines.flatMap((line, index) => {
    const [, key, first] = /^ {2}(\d{1,2}|[a-z]{1,2}) {1,2}(\S.*)$/.exec(line) ?? [];
    if (key === undefined || first === undefined) return [];
    const labels = grow(first, lines.slice(index + 1), /^ {5}(\S.*)$/);
    return [{ key, labels: labels.map((label) => label.replace(/^Show: /, '').replace(/ \(chosen\)$/, '')) }];
  });
}

/** A label may go on in the lines under it, and so may its help: every reading of it, shortest first. */
function grow(first: string, rest: readonly string[], goesOn: RegExp): string[] {
  const readings = [first];
  for (const line of rest.slice(0, 3)) {
    const more = goesOn.exec(line)?.[1];
    if (more === undefined) break;
    readings.push(`${readings.at(-1)} ${more}`);
  }
  return readings;
}
