import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly status: 400 | 413 | 415; readonly message: string };

/**
 * Reads a JSON body of at most `limit` bytes. Only `application/json` is taken: a page in somebody's browser can send
 * that to another address only after asking, and is not answered.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<Body> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return { kind: 'refused', status: 415, message: 'Send JSON: Content-Type: application/json.' };
  }
  const tooLarge = { kind: 'refused', status: 413, message: `Send at most ${limit} bytes.` } as const;
  if (Number(request.headers['content-length'] ?? 0) > limit) return tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) return tooLarge;
    chunks.push(bytes);
  }
  try {
    return { kind: 'read', value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { kind: 'refused', status: 400, message: 'The body is not JSON.' };
  }
}
