import type { PolicyFile } from '../../../src/check/dialog.ts';
import { changes, citing, when } from './mutate-line.ts';
import { type Change, leftOut, neighbours, withEach } from './mutate-list.ts';

type LawfulBasis = PolicyFile['lawful-basis'];

/** Every change of where a basis is called for, which are chosen when, and what each of them is. */
export function basisMutants(policy: PolicyFile): Change<LawfulBasis>[] {
  const basis = policy['lawful-basis'];
  const ids = basis.bases.map((line) => line.id);
  const applies = changes(basis.applies, policy).map((c) => ({
    ...c,
    at: ['applies', ...c.at],
    to: { ...basis, applies: c.to },
  }));
  const choose = [
    ...leftOut(basis.choose),
    ...neighbours(basis.choose),
    ...withEach(basis.choose, (line) => [
      ...when(line, policy),
      ...[...leftOut(line.bases), ...neighbours(line.bases), ...replaced(line.bases, ids)].map((c) => ({
        ...c,
        at: ['bases', ...c.at],
        to: { ...line, bases: c.to },
      })),
    ]),
  ].map((c) => ({ ...c, at: ['choose', ...c.at], to: { ...basis, choose: c.to } }));
  const bases = [
    ...leftOut(basis.bases),
    ...withEach(basis.bases, (line) => [
      { what: 'turned', at: ['article-6'], to: { ...line, 'article-6': line['article-6'] !== true } },
      ...citing(line),
    ]),
  ].map((c) => ({ ...c, at: ['bases', ...c.at], to: { ...basis, bases: c.to } }));
  return [...applies, ...choose, ...bases];
}

/** Every entry replaced by each other id, and each missing id at the end. */
function replaced(list: readonly string[], ids: readonly string[]): Change<string[]>[] {
  const otherThan = (id: string) => ids.filter((other) => other !== id);
  const missing = ids.filter((id) => !list.includes(id));
  return [
    ...withEach(list, (id) => otherThan(id).map((to) => ({ what: `${to} in place of ${id}`, at: [], to }))),
    ...missing.map((id) => ({ what: `${id} as well`, at: [], to: [...list, id] })),
  ];
}
