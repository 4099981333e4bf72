import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type Mail = { readonly from: string; readonly to: readonly string[]; readonly source: string };

/** A mail server on loopback. `more`: how it behaves otherwise than well. */
export async function startMailServer(more: Partial<SMTPServerOptions> = {}) {
  const got: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === 'share-check' && password === 'p@ss/word'
        ? done(null, { user: username })
        : done(new Error('No')),
    onData(stream, session, done) {
      let source = '';
      stream.setEncoding('utf8').on('data', (part: string) => {
        source += part;
      });
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        got.push({ from, to: rcptTo.map(({ address }) => address), source });
        done();
      });
    },
    ...more,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  return {
    port,
    /** Ends every line, whatever is being said. */
    hangUp: () => sockets.forEach((socket) => void socket.destroy()),
    got,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

/** A refusal with this answer of the server's. */
export const refusal = (code: number, words: string) =>
  Object.assign(new Error(words), { responseCode: code });

/** What a reader sees of a mail: its headers by name, and its text. */
export function readMail({ source }: Mail): {
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
} {
  const end = source.indexOf('\r\n\r\n');
  const lines = source
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  const raw = source.slice(end + 4);
  const coding = headers.get('content-transfer-encoding');
  const bytes =
    coding === 'quoted-printable'
      ? Buffer.from(
          raw
            .replace(/=\r\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        )
      : Buffer.from(raw, coding === 'base64' ? 'base64' : 'utf8');
  return { headers, text: bytes.toString('utf8').replaceAll('\r\n', '\n') };
}
