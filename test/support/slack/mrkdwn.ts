/** Text in Slack's own markup as a person reads it: links by their words, nothing of the marks, escapes undone. */
export function readMrkdwn(text: string): string {
  return text
    .replace(/<([^<>|]*)\|([^<>]*)>/g, '$2')
    .replace(/<(?:mailto:|tel:)?([^<>|]*)>/g, '$1')
    .replace(/^>\s?/gm, '')
    .replace(MARK('\\*'), '$1$2')
    .replace(MARK('_'), '$1$2')
    .replace(MARK('~'), '$1$2')
    .replace(MARK('`'), '$1$2')
    .replaceAll(/[\u200b\u2060\ufeff]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Words between two marks, where Slack takes them for marks: at the ends of words. */
const MARK = (mark: string): RegExp =>
  new RegExp(
    `(^|[\\s(“"'•–-])${mark}(?=\\S)([^${mark}\\n]*[^\\s${mark}])${mark}(?=$|[\\s).,:;!?…”"'–-])`,
    'gm',
  );
