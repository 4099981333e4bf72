import { Writable } from 'node:stream';

/** Standard output and standard error as text. */
export function captured() {
  const texts = { out: '', err: '' };
  const into = (name: keyof typeof texts) =>
    new Writable({
      write(chunk, _encoding, done) {
        texts[name] += String(chunk);
        done();
      },
    });
  return { io: { stdout: into('out'), stderr: into('err') }, texts };
}
