import type { Case } from './case.ts';
import { type Reading, type Sheet, sheetOf } from './sheet.ts';

/**
 * Cases as one HTML page that prints well: each case begins on a sheet of its own, small enough for one in most cases.
 * Everything is escaped; there is no script, no style from elsewhere and no link.
 */
export function exportHtml(cases: readonly Case[], reading: Reading): string {
  const sheets = cases.map((record) => sheetHtml(sheetOf(record, reading)));
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>Decision records</title>
<style>${STYLE}</style>
</head>
<body>
${sheets.length === 0 ? '<p>There are no records to show.</p>' : sheets.join('\n')}
</body>
</html>
`;
}

const STYLE = `
body { font: 16px/1.4 system-ui, sans-serif; color: #000; background: #fff; max-width: 60rem; margin: 1rem auto; padding: 0 1rem; }
article { margin-bottom: 3rem; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; }
h2 { font-size: 1.05rem; margin: 1rem 0 .25rem; border-bottom: 1px solid #555; }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: minmax(8rem, 2fr) 5fr; gap: .75rem; margin: .15rem 0; }
dt { font-weight: 600; }
dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
@media (max-width: 34rem) { dl > div { display: block; } dd { margin: 0 0 .5rem 1rem; } }
@media print {
  @page { size: A4; margin: 10mm; }
  body { font-size: 8pt; line-height: 1.2; margin: 0; padding: 0; max-width: none; }
  article { margin: 0; break-after: page; columns: 2; column-gap: 7mm; }
  article:last-child { break-after: auto; }
  h1 { font-size: 12pt; column-span: all; }
  h2 { font-size: 9pt; margin-top: .4rem; break-after: avoid; }
  dl > div { display: block; margin: 0 0 .15rem; break-inside: avoid; }
  dt, dd { display: inline; margin: 0; }
  dt::after { content: " – "; font-weight: 400; }
}
`;

function sheetHtml(sheet: Sheet): string {
  const sections = sheet.sections.map(
    ({ heading, rows }) =>
      `<section><h2>${escaped(heading)}</h2><dl>${rows
        .map(({ label, value }) => `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd></div>`)
        .join('\n')}</dl></section>`,
  );
  return `<article><h1>${escaped(sheet.title)}</h1>\n${sections.join('\n')}\n</article>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? '');
}
