import type { TurnContext } from './context.ts';
import { TYPED, text } from './form.ts';
import type { CheckState, FormValues } from './state.ts';

/** True while "in danger now" is the answer of a check under way: the numbers have been given, and are not asked about again. */
export function inEmergency(check: CheckState | null): boolean {
  return running(check)?.given.some((g) => g.fact === 'urgency' && g.value === 'immediate') ?? false;
}

/**
 * Words of these texts that signal danger, those that stand together in one piece, when the person has to be asked about them
 * now: not while they are in an emergency already, and not again for the same words in the same check.
 */
export function dangerToAskAbout(
  texts: readonly string[],
  check: CheckState | null,
  ctx: Pick<TurnContext, 'findDanger'>,
): readonly string[] {
  if (inEmergency(check)) return [];
  const pieces = [...new Set(texts.flatMap((each) => together(each, ctx.findDanger(each))))];
  const known = running(check)?.dangerAsked ?? [];
  return marksOf(pieces).every((mark) => known.includes(mark)) ? [] : pieces;
}

/** The check with these words noted as asked about, as marks: the words themselves are not kept. */
export function askedAbout(check: CheckState, pieces: readonly string[]): CheckState {
  return { ...check, dangerAsked: [...new Set([...(check.dangerAsked ?? []), ...marksOf(pieces)])] };
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

const marksOf = (pieces: readonly string[]) =>
  pieces.flatMap((piece) => piece.toLowerCase().split(/\s+/)).map(markOf);

/** A short mark by which a word is known again (FNV-1a, 32 bits, public domain). */
function markOf(word: string): string {
  let mark = 0x811c9dc5;
  for (const each of word) mark = Math.imul(mark ^ (each.codePointAt(0) ?? 0), 0x01000193);
  return (mark >>> 0).toString(36);
}
