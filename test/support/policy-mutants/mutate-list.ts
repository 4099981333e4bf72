/** One change of a thing: what was done, at which place under its own top, and what it is then. */
export type Change<Thing> = { readonly what: string; readonly at: readonly string[]; readonly to: Thing };

/** The list without each of its lines. */
export function leftOut<Line>(list: readonly Line[]): Change<Line[]>[] {
  return list.map((line, i) => ({ what: 'left out', at: [called(line, i)], to: list.toSpliced(i, 1) }));
}

/** The list with each two neighbours exchanged. */
export function neighbours<Line>(list: readonly Line[]): Change<Line[]>[] {
  return list.slice(1).map((below, i) => {
    const above = list[i] as Line;
    const what = `below ${called(below, i + 1)}`;
    return { what, at: [called(above, i)], to: list.toSpliced(i, 2, below, above) };
  });
}

/** The list with each line changed in each way that `change` gives. */
export function withEach<Line>(
  list: readonly Line[],
  change: (line: Line) => readonly Change<Line>[],
): Change<Line[]>[] {
  return list.flatMap((line, i) =>
    change(line).map(({ what, at, to }) => ({ what, at: [called(line, i), ...at], to: list.with(i, to) })),
  );
}

/** The list with what two lines say under `key` exchanged, for each two lines. */
export function exchanged<Line extends object>(list: readonly Line[], key: keyof Line): Change<Line[]>[] {
  return list.flatMap((one, i) =>
    list.slice(i + 1).map((other, after) => ({
      what: `${String(key)} exchanged with ${called(other, i + 1 + after)}`,
      at: [called(one, i)],
      to: list.with(i, { ...one, [key]: other[key] }).with(i + 1 + after, { ...other, [key]: one[key] }),
    })),
  );
}

/** A line's own id where it has one, else its number. */
function called(line: unknown, number: number): string {
  if (typeof line === 'string') return line;
  if (typeof line !== 'object' || line === null) return `${number}`;
  const { id, value, class: name } = line as Record<string, unknown>;
  const own = id ?? value ?? name;
  if (typeof own === 'string') return own;
  return 'fixes' in line ? 'fixes' : `${number}`;
}
