import type { Paint } from './paint.ts';
import { readDate } from './read-date.ts';
import { type Field, keyed } from './render.ts';
import { wrap } from './wrap.ts';

export type Inputs = Readonly<Record<string, string | readonly string[]>>;

/** A form being filled in, one field at a time. `at` equal to the number of fields: all asked. */
export type Form = { readonly fields: readonly Field[]; readonly at: number; readonly inputs: Inputs };

/** What a line meant to the field being asked. */
export type FieldAnswer =
  | { readonly kind: 'next'; readonly form: Form }
  /** Not an answer to this field: say why, and ask again. */
  | { readonly kind: 'again'; readonly say: string }
  /** Words where a number was asked: meant for the check, not for the field. */
  | { readonly kind: 'words' };

/**
 * A form at its first field, holding what is filled in already. `before`: what stood in the same form before something
 * else was asked; text typed there is kept (tokens are not: the new card has new ones).
 */
export function startForm(fields: readonly Field[], before: Inputs = {}): Form {
  const inputs: Record<string, string | readonly string[]> = {};
  for (const field of fields) {
    if (field.kind === 'input') {
      const value = field.value ?? before[field.id];
      if (typeof value === 'string') inputs[field.id] = value;
    } else {
      const chosen = field.options.filter((option) => option.chosen).map((option) => option.token);
      if (field.several) inputs[field.id] = chosen;
      else if (chosen[0] !== undefined) inputs[field.id] = chosen[0];
    }
  }
  return { fields, at: 0, inputs };
}

/** The question of the field being asked; undefined when all are. */
export function askField(form: Form, paint: Paint, width: number): string | undefined {
  const field = form.fields[form.at];
  if (field === undefined) return undefined;
  const place = `${form.at + 1} of ${form.fields.length}  `;
  const lines = [paint('bold', wrap(field.label, width, place, '        '))];
  if (field.error !== undefined)
    lines.push(paint(['bold', 'red'], wrap(`! ${field.error}`, width, '', '  ')));
  if (field.hint !== undefined) lines.push(paint('dim', wrap(field.hint, width)));
  if (field.kind === 'select') {
    for (const [index, option] of field.options.entries()) {
      const label = isChosen(form, field, option.token) ? `${option.label} (chosen)` : option.label;
      lines.push(keyed(String(index + 1), label, { paint, width }));
    }
  } else if (present(form, field) !== '') {
    lines.push(wrap(`Now: ${present(form, field)}`, width, '', '     '));
  }
  const how = howToAnswer(form, field);
  if (how !== '') lines.push(paint('dim', wrap(how, width)));
  return lines.join('\n');
}

/** Takes a line as the answer to the field being asked. `back` goes one field up; Enter keeps what is there, or skips. */
export function answerField(form: Form, line: string): FieldAnswer {
  const field = form.fields[form.at];
  const text = line.trim();
  if (text.toLowerCase() === 'back') {
    if (form.at === 0)
      return { kind: 'again', say: 'This is the first of the questions here. Use a letter to leave them.' };
    return { kind: 'next', form: { ...form, at: form.at - 1 } };
  }
  if (field === undefined) return { kind: 'words' };
  if (text === '') {
    if (field.required && present(form, field) === '')
      return { kind: 'again', say: 'This one is needed before you go on.' };
    return { kind: 'next', form: { ...form, at: form.at + 1 } };
  }
  if (text === '-' && !field.required)
    return filled(form, field, field.kind === 'select' && field.several ? [] : '');
  return field.kind === 'input' ? answerInput(form, field, text) : answerSelect(form, field, text);
}

function answerInput(form: Form, field: Extract<Field, { kind: 'input' }>, text: string): FieldAnswer {
  const excess = Array.from(text).length - field.maxLength;
  if (excess > 0) {
    const over = excess === 1 ? '1 character' : `${excess} characters`;
    return { kind: 'again', say: `That is ${over} too long: ${field.maxLength} at most. Write it shorter.` };
  }
  if (!field.date) return filled(form, field, text);
  const date = readDate(text);
  if (date === undefined)
    return { kind: 'again', say: 'That is not a date. Write it as day/month/year, such as 23/11/2026.' };
  return filled(form, field, date);
}

function answerSelect(form: Form, field: Extract<Field, { kind: 'select' }>, text: string): FieldAnswer {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (!parts.every((part) => /^[0-9]{1,2}[.)]?$/.test(part))) return { kind: 'words' };
  const most = field.options.length;
  const tokens = parts.map((part) => field.options[Number.parseInt(part, 10) - 1]?.token);
  const known = tokens.filter((token) => token !== undefined);
  if (known.length < tokens.length) return { kind: 'again', say: `Type a number from 1 to ${most}.` };
  if (!field.several && known.length > 1) return { kind: 'again', say: 'One number only here.' };
  return filled(form, field, field.several ? [...new Set(known)] : (known[0] ?? ''));
}

function filled(form: Form, field: Field, value: string | readonly string[]): FieldAnswer {
  return { kind: 'next', form: { ...form, at: form.at + 1, inputs: { ...form.inputs, [field.id]: value } } };
}

function howToAnswer(form: Form, field: Field): string {
  const how: string[] = [];
  if (field.kind === 'select' && field.several)
    how.push('More than one may fit: type the numbers with commas, such as 1, 2.');
  if (field.kind === 'input' && field.date) how.push('Day/month/year, such as 23/11/2026.');
  if (present(form, field) !== '')
    how.push(`Enter keeps it as it is${field.required ? '' : ', - empties it'}.`);
  else if (!field.required) how.push('Press Enter to leave this out.');
  return how.join(' ');
}

function isChosen(form: Form, field: Field, token: string): boolean {
  const value = form.inputs[field.id];
  return typeof value === 'string' ? value === token : (value?.includes(token) ?? false);
}

function present(form: Form, field: Field): string {
  const value = form.inputs[field.id];
  return typeof value === 'string' ? value : (value ?? []).join(',');
}
