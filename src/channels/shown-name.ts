/** A display name as one short line of letters that can be seen, so that it cannot dress a message up. Empty when nothing is left of it. */
export function shownName(name: string | null | undefined): string {
  return (name ?? '')
    .slice(0, 80)
    .replace(/[^\p{L}\p{M}\p{N} .,'’()-]|\p{Default_Ignorable_Code_Point}/gu, '')
    .trim();
}
