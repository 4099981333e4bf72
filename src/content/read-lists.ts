import type { z } from 'zod';
import { LONGEST_PHRASING } from './library-files.ts';
import { takeLists } from './plain-lists.ts';
import { readText } from './read-text.ts';
import { readYaml, type YamlFile } from './read-yaml.ts';
import { readYamlText, soundValue } from './yaml-document.ts';

/**
 * Reads a YAML file as `readYaml` does, made for files that hold long lists of words. `fill` puts the lists back: it is
 * handed what was read with a mark in the place of each, and gives the same with the words.
 */
export async function readLists<S extends z.ZodType>(
  dir: string,
  file: string,
  schema: S,
  fill: (read: z.output<S>, listOf: (marked: readonly string[]) => string[]) => z.output<S>,
): Promise<YamlFile<z.output<S>>> {
  const { text, faults } = await readText(dir, file);
  const taken = text === null || faults.length > 0 ? null : takeLists(text, LONGEST_PHRASING);
  const checked = taken === null ? null : schema.safeParse(soundValue(taken.rest));
  if (text === null || taken === null || !checked?.success) return readYaml(dir, file, schema);

  const whole = fill(checked.data, taken.listOf);
  let document: ReturnType<typeof readYamlText> | null = null;
  return {
    file,
    text,
    whole,
    parts: whole as Partial<z.output<S>>,
    faults: [],
    fault(path, message, severity) {
      document ??= readYamlText(text);
      return { file, line: document.lineOf(path), message, ...(severity === undefined ? {} : { severity }) };
    },
    broken: () => false,
  };
}
