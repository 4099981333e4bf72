import { StringDecoder } from 'node:string_decoder';

/** Longer lines are not kept: memory stays bounded whatever comes in. */
export const LONGEST_LINE = 1_000_000;

/**
 * The lines of a stream of text or UTF-8 bytes, in batches as they come in, without their line ends. A line of more than
 * `LONGEST_LINE` characters comes as null. A byte order mark at the start is left out.
 */
export async function* linesOf(
  stream: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<(string | null)[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let tooLong = false;
  let first = true;
  const take = (text: string, last: boolean): (string | null)[] => {
    const lines: (string | null)[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const line = rest + text.slice(from, end);
      lines.push(
        tooLong || line.length > LONGEST_LINE ? null : line.endsWith('\r') ? line.slice(0, -1) : line,
      );
      rest = '';
      tooLong = false;
      from = end + 1;
    }
    rest += text.slice(from);
    if (rest.length > LONGEST_LINE) {
      tooLong = true;
      rest = '';
    }
    if (last && (rest !== '' || tooLong)) lines.push(tooLong ? null : rest);
    return lines;
  };
  for await (const chunk of stream) {
    let text =
      typeof chunk === 'string'
        ? chunk
        : decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (first && text !== '') {
      first = false;
      text = text.replace(/^\uFEFF/, '');
    }
    const lines = take(text, false);
    if (lines.length > 0) yield lines;
  }
  const lines = take(decoder.end(), true);
  if (lines.length > 0) yield lines;
}
