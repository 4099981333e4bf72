/**
 * The permitted word a typo most likely meant: at most two letters wrong (one in a short word); null when none is near.
 * Edit distance after Wagner and Fischer (1974).
 */
export function nearest(typed: string, permitted: readonly string[]): string | null {
  const reach = typed.length <= 4 ? 1 : 2;
  let best: { word: string; distance: number } | null = null;
  for (const word of permitted) {
    const distance = editDistance(typed.toLowerCase(), word.toLowerCase());
    if (distance <= reach && (best === null || distance < best.distance)) best = { word, distance };
  }
  return best?.word ?? null;
}

/** How a message ends that names what is permitted: "It can be: a, b, c. Did you mean "a"?" */
export function permittedWords(typed: string, permitted: readonly string[]): string {
  const near = nearest(typed, permitted);
  return `It can be: ${permitted.join(', ')}.${near === null ? '' : ` Did you mean "${near}"?`}`;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const swap = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
