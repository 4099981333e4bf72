/** The Markdown that Teams reads in a card, as HTML: bold, links, lists, paragraphs and escaped characters. */
export function toHtml(markdown: string): string {
  const lines = markdown.split('\n');
  const items = lines.map((line) => /^(?:- |(\d+)\. )(.*)$/.exec(line));
  if (items.every((item) => item !== null)) {
    const list = items.map((item) => `<li>${inline(item[2] ?? '')}</li>`).join('');
    return items[0]?.[1] === undefined ? `<ul>${list}</ul>` : `<ol>${list}</ol>`;
  }
  // A single break between lines is none, as in Teams.
  return markdown
    .split('\n\n')
    .map((paragraph) => `<p>${inline(paragraph.replaceAll('\n', ' '))}</p>`)
    .join('');
}

/** Stands for an escaped character while the rest is read. A private character: no text of ours has it. */
const HOLE = '\uE000';

function inline(text: string): string {
  const kept: string[] = [];
  const apart = text.replace(/\\([^A-Za-z0-9\s])/g, (_, character: string) => {
    kept.push(character);
    return `${HOLE}${kept.length - 1};`;
  });
  return escapeHtml(apart)
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/\uE000(\d+);/g, (_, at: string) => escapeHtml(kept[Number(at)] ?? ''));
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
