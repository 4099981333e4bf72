import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What one part may import: other parts, and packages (Node's own modules as `node:fs`). `*`: every part; `node:*`: all of Node's. */
export type Allowed = { readonly parts: readonly string[]; readonly packages: readonly string[] };

/** By part: a folder or file, as a path from the root of the tree. The longest name that fits a file is its part. */
export type Arrows = Readonly<Record<string, Allowed>>;

/** Source text by path from the root of the tree, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

export type Import = { readonly file: string; readonly line: number; readonly from: string };

/** Reads every TypeScript file under `folder`. */
export function readSources(folder: string): Sources {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = paths.filter((path) => path.endsWith('.ts')).sort();
  return new Map(
    sources.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]),
  );
}

/** Every import of every file: static, re-exported, for effect, and dynamic. */
export function importsOf(sources: Sources): readonly Import[] {
  const ways = [
    /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^\s*import\s*['"]([^'"]+)['"]/gm,
    /\b(?:import|require)\s*\(\s*['"`]?([^'"`)\s]+)/g,
  ];
  return [...sources].flatMap(([file, source]) => {
    const code = withoutComments(source);
    return ways.flatMap((way) =>
      [...code.matchAll(way)].map(({ 0: all, 1: from = '', index }) => ({
        file,
        line: code.slice(0, index + all.length).split('\n').length,
        from,
      })),
    );
  });
}

/** Every import against the arrows, as "file:line imports …". Empty when all is well. */
export function wrongImports(sources: Sources, arrows: Arrows): readonly string[] {
  return importsOf(sources).flatMap(({ file, line, from }) => {
    const part = partOf(file, arrows);
    const allowed = part === undefined ? undefined : arrows[part];
    if (part === undefined || allowed === undefined)
      return [`${file}:${line} belongs to no part of the table`];
    if (!from.startsWith('.')) {
      const name = packageOf(from);
      if (allowed.packages.includes(name)) return [];
      if (name.startsWith('node:') && allowed.packages.includes('node:*')) return [];
      return [
        `${file}:${line} imports the package ${name}; ${part} may use: ${allowed.packages.join(', ') || 'none'}`,
      ];
    }
    const target = posix.join(posix.dirname(file), from);
    // The package.json beside the tree says the version; nothing else is imported from outside.
    if (target === '../package.json') return [];
    const to = sources.has(target) ? partOf(target, arrows) : undefined;
    if (to === undefined) return [`${file}:${line} imports ${from}, which is not a file of a part`];
    if (to === part || allowed.parts.includes('*') || allowed.parts.includes(to)) return [];
    return [`${file}:${line} imports ${to}; ${part} may import: ${allowed.parts.join(', ') || 'nothing'}`];
  });
}

/** Packages loaded at once when these files are: through every import that is neither a type nor waits until it runs. */
export function packagesLoadedBy(sources: Sources, starts: readonly string[]): readonly string[] {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const code = withoutComments(sources.get(file) ?? '');
    for (const [, from = ''] of code.matchAll(
      /^\s*(?:import|export)\b(?!\s+type\b)(?:[^'"`;]*?\bfrom)?\s*['"]([^'"]+)['"]/gm,
    )) {
      if (from.startsWith('.')) visit(posix.join(posix.dirname(file), from));
      else packages.add(packageOf(from));
    }
  };
  starts.forEach(visit);
  return [...packages].sort();
}

/** A way round through the table (a → b → a), or null: arrows that go in a circle allow everything. */
export function circleIn(arrows: Arrows): string | null {
  const done = new Set<string>();
  const walk = (part: string, path: readonly string[]): string | null => {
    if (path.includes(part)) return [...path.slice(path.indexOf(part)), part].join(' → ');
    if (done.has(part)) return null;
    for (const next of arrows[part]?.parts ?? []) {
      const circle = walk(next, [...path, part]);
      if (circle !== null) return circle;
    }
    done.add(part);
    return null;
  };
  for (const part of Object.keys(arrows)) {
    const circle = walk(part, []);
    if (circle !== null) return circle;
  }
  return null;
}

/** Where code that has to be pure reaches for a clock, chance, the environment, files, a logger or the network. */
export function impurities(sources: Sources, folders: readonly string[]): readonly string[] {
  const found = [...sources].filter(([file]) => folders.some((folder) => file.startsWith(`${folder}/`)));
  return found.flatMap(([file, source]) =>
    withoutComments(source)
      .split('\n')
      .flatMap((text, index) => {
        const hit = REACHES_OUT.exec(text)?.[0];
        return hit === undefined ? [] : [`${file}:${index + 1} uses ${hit}`];
      }),
  );
}

const REACHES_OUT =
  /\bprocess\b\s*[.[]|\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bMath\.random\b|\brandom(?:UUID|Bytes|Int|FillSync)\b|\bgetRandomValues\b|\bperformance\.|\bconsole\.|\bset(?:Timeout|Interval|Immediate)\b|\bfetch\s*\(|\bglobalThis\b|node:(?:fs|os|net|http|https|child_process|timers)\b/;

function partOf(file: string, arrows: Arrows): string | undefined {
  return Object.keys(arrows)
    .filter((part) => file === part || file.startsWith(`${part}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function packageOf(from: string): string {
  if (from.startsWith('node:')) return from.split('/')[0] ?? from;
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Comments as blanks, so that lines stay where they are and words in them do not count. */
function withoutComments(source: string): string {
  return source.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (all, text: string | undefined) => text ?? all.replace(/[^\n]/g, ' '),
  );
}
