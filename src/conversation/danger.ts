import type { TurnContext } from './context.ts';
import { TYPED, text } from './form.ts';
import type { CheckState, FormValues } from './state.ts';

/** True while "in danger now" is the answer of a check under way: the numbers have been given, and are not asked about again. */
export function inEmergency(check: CheckState | null): boolean {
  return running(check)?.given.some((g) => g.fact === 'urgency' && g.value === 'immediate') ?? false;
}

/**
 * Words of a text that signal danger, those that stand together in one piece, when the person has to be asked about them: not
 * while they are in an emergency already.
 */
export function dangerIn(
  typed: string,
  check: CheckState | null,
  ctx: Pick<TurnContext, 'findDanger'>,
): readonly string[] {
  return inEmergency(check) ? [] : [...new Set(together(typed, ctx.findDanger(typed)))];
}

/** The same of the texts of a form that it was not asked about yet as they stand now. */
export function dangerToAskAbout(
  texts: readonly string[],
  check: CheckState,
  ctx: Pick<TurnContext, 'findDanger'>,
): readonly string[] {
  const known = check.dangerAsked ?? [];
  const fresh = texts.filter((typed) => !known.includes(markOf(typed, check)));
  return [...new Set(fresh.flatMap((typed) => dangerIn(typed, check, ctx)))];
}

/** The check with these texts noted as asked about, as marks: the texts themselves are not kept for it. */
export function askedAbout(check: CheckState, texts: readonly string[]): CheckState {
  return { ...check, dangerAsked: texts.map((typed) => markOf(typed, check)) };
}

/** Everything typed in a form. */
export function typedIn(form: FormValues): readonly string[] {
  return Object.keys(TYPED)
    .map((field) => text(form, field))
    .filter((value) => value !== '');
}

const running = (check: CheckState | null) => (check === null || check.done !== null ? null : check);

/** Words found one after the other in a text, joined where nothing but spaces stands between them. */
function together(text: string, words: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  let end = 0;
  for (const word of words) {
    const at = text.indexOf(word, end);
    const last = pieces.at(-1);
    if (at === -1 || last === undefined || text.slice(end, at).trim() !== '') pieces.push(word);
    else pieces[pieces.length - 1] = `${last} ${word}`;
    if (at !== -1) end = at + word.length;
  }
  return pieces;
}

/** A short mark by which a whole text is known again in its check (FNV-1a, 32 bits, public domain). */
function markOf(typed: string, { id }: CheckState): string {
  let mark = 0x811c9dc5;
  for (const each of `${id}\n${typed}`) mark = Math.imul(mark ^ (each.codePointAt(0) ?? 0), 0x01000193);
  return (mark >>> 0).toString(36);
}
