import type { TurnContext } from './context.ts';
import { TYPED, text } from './form.ts';
import type { CheckState, FormValues } from './state.ts';

/** True while "in danger now" is the answer of a check under way: the numbers have been given, and are not asked about again. */
export function inEmergency(check: CheckState | null): boolean {
  return running(check)?.given.some((g) => g.fact === 'urgency' && g.value === 'immediate') ?? false;
}

/**
 * Words of these texts that signal danger, when the person has to be asked about them now: not while they are in an emergency
 * already, and not again for the same words in the same check.
 */
export function dangerToAskAbout(
  texts: readonly string[],
  check: CheckState | null,
  ctx: Pick<TurnContext, 'findDanger'>,
): readonly string[] {
  if (inEmergency(check)) return [];
  const words = [...new Set(texts.flatMap((each) => ctx.findDanger(each)))];
  const known = running(check)?.dangerAsked ?? [];
  return words.every((word) => known.includes(markOf(word))) ? [] : words;
}

/** The check with these words noted as asked about, as marks: the words themselves are not kept. */
export function askedAbout(check: CheckState, words: readonly string[]): CheckState {
  const marks = [...new Set([...(check.dangerAsked ?? []), ...words.map(markOf)])];
  return { ...check, dangerAsked: marks };
}

/** Everything typed in a form. */
export function typedIn(form: FormValues): readonly string[] {
  return Object.keys(TYPED)
    .map((field) => text(form, field))
    .filter((value) => value !== '');
}

const running = (check: CheckState | null) => (check === null || check.done !== null ? null : check);

/** A short mark by which the same words are known again (FNV-1a, 32 bits, public domain). */
function markOf(words: string): string {
  let mark = 0x811c9dc5;
  for (const each of words.toLowerCase().replace(/\s+/g, ' ').trim()) {
    mark = Math.imul(mark ^ (each.codePointAt(0) ?? 0), 0x01000193);
  }
  return (mark >>> 0).toString(36);
}
