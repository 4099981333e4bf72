/** Longest text taken as one message: as long as Slack lets one be. What is not read is not heard, whatever it says. */
export const LONGEST_TEXT = 40_000;

/** What was said to Share Check, without its own name. Mentions of others stay. */
export function withoutMention(text: string, ourselves: string | undefined): string {
  if (ourselves !== undefined) return text.replaceAll(`<@${ourselves}>`, ' ');
  return text.replace(/^\s*<@[A-Z0-9]{1,30}>/, ' ');
}

/** What was typed, without Slack's marks for links, people and channels. */
export function plainText(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .replace(/<[@#!][^<>|]{1,200}\|([^<>]{1,200})>/g, '$1')
    .replace(/<[@#!][^<>]{1,200}>/g, ' ')
    .replace(/<[^<>|]{1,3000}\|([^<>]{1,3000})>/g, '$1')
    .replace(/<([^<>]{1,3000})>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}
