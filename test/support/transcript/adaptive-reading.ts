/** Reads an Adaptive Card as a person does who looks at it: what is visible, what can be tapped and filled in. */

export type Part = { readonly [key: string]: unknown };

/** Every object in the card, the folded ones too, in the order they stand. */
export function partsOf(value: unknown): readonly Part[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  if (typeof value !== 'object' || value === null) return [];
  const part = value as Part;
  return [part, ...Object.values(part).flatMap(partsOf)];
}

/** The visible text, one thing a line. */
export function visibleText(value: unknown): string {
  if (Array.isArray(value)) return value.map(visibleText).filter(Boolean).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  const part = value as Part;
  if (part.isVisible === false) return '';
  const { type, items, columns, body, actions } = part;
  const own =
    type === 'TextBlock'
      ? withoutMarkdown(text(part.text))
      : String(type).startsWith('Input.')
        ? [
            text(part.label),
            text(part.value),
            ...partsOf(part.choices).map((choice) => text(choice.title)),
          ].join('\n')
        : String(type).startsWith('Action.')
          ? text(part.title)
          : '';
  return [own, visibleText(body), visibleText(items), visibleText(columns), visibleText(actions)]
    .filter(Boolean)
    .join('\n');
}

/** What is folded away behind the button with this title; undefined when there is no such button. */
export function foldedText(card: unknown, same: (title: string) => boolean): string | undefined {
  const parts = partsOf(card);
  const toggle = parts.find((part) => part.type === 'Action.ToggleVisibility' && same(text(part.title)));
  const [target] = Array.isArray(toggle?.targetElements) ? toggle.targetElements : [];
  const folded = parts.find((part) => part.id === target && target !== undefined);
  return folded === undefined ? undefined : visibleText({ ...folded, isVisible: true });
}

export type Tap = { readonly title: string; readonly token: string; readonly sends: boolean };

/** Every button and tappable answer. */
export function tapsOf(card: unknown): readonly Tap[] {
  return (
    partsOf(card)
      // In a dialog there is Submit alone.
      .filter((part) => part.type === 'Action.Execute' || part.type === 'Action.Submit')
      .map((part) => ({
        title: text(part.title).replace(/ \(chosen\)$/, ''),
        token: text((part.data as Part | undefined)?.token),
        sends: part.associatedInputs === 'auto',
      }))
  );
}

export type InputPart = {
  readonly id: string;
  /** The label, with its hint in brackets after it. */
  readonly label: string;
  readonly several: boolean;
  readonly value: string | undefined;
  readonly choices: readonly { readonly title: string; readonly value: string }[];
};

/** Every field of the card's form. */
export function inputsOf(card: unknown): readonly InputPart[] {
  return partsOf(card)
    .filter((part) => String(part.type).startsWith('Input.'))
    .map((part) => ({
      id: text(part.id),
      label: text(part.label),
      several: part.isMultiSelect === true,
      value: typeof part.value === 'string' ? part.value : undefined,
      choices: partsOf(part.choices).map((choice) => ({
        title: text(choice.title),
        value: text(choice.value),
      })),
    }));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function withoutMarkdown(shown: string): string {
  return shown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\\([\\*_[\]`+#.)-])/g, '$1');
}
