import { Fault } from '../fault.ts';
import type { Guidance } from '../guidance/guidance.ts';

/**
 * Looks up the printed page (or pages) of a section of this guidance, for citations.
 * Throws a fault for a section the guidance does not have: a checked dialog cites none.
 */
export function pageOf(guidance: Guidance): (section: string) => string {
  return (section) => {
    const found = guidance.sections.get(section);
    if (found !== undefined) return found.pages;
    throw new Fault(
      'content-section-missing',
      `${guidance.id} has no section "${section}".`,
      'Run `share-check doctor`: it names the file and line that cites it.',
    );
  };
}
