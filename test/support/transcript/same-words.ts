/** Text for comparing: every run of white space one space, curly quotes and long dashes as they are typed. */
export function sameWords(text: string): string {
  return text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, '-').replace(/\s+/g, ' ').trim();
}
