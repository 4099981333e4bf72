import http from 'node:http';
import net from 'node:net';

/**
 * Loaded into the Playground's process before its own code (`node --import`). The Playground listens on every address of
 * the machine and would answer anybody; here it listens on this machine only, reaches this machine only, answers no page of
 * another site (which could read and write the chats under a name that leads here), and ends when the service that started
 * it has gone.
 */

const HERE = '127.0.0.1';
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

const listen = net.Server.prototype.listen;
Object.defineProperty(net.Server.prototype, 'listen', {
  value(this: net.Server, ...args: readonly unknown[]) {
    return Reflect.apply(listen, this, hereOnly(args));
  },
});

const connect = net.Socket.prototype.connect;
Object.defineProperty(net.Socket.prototype, 'connect', {
  value(this: net.Socket, ...args: readonly unknown[]) {
    const host = hostOf(Array.isArray(args[0]) ? args[0] : args);
    if (host === undefined || LOOPBACK.test(host)) return Reflect.apply(connect, this, args);
    process.nextTick(() => this.destroy(new Error('The Playground reaches this machine only.')));
    return this;
  },
});

const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const OWN_PAGE = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

const emit = http.Server.prototype.emit;
Object.defineProperty(http.Server.prototype, 'emit', {
  value(this: http.Server, event: unknown, ...args: readonly unknown[]) {
    const [request, answer] = args;
    if (!(request instanceof http.IncomingMessage) || isOwn(request)) {
      return Reflect.apply(emit, this, [event, ...args]);
    }
    if (answer instanceof http.ServerResponse) answer.writeHead(403).end();
    else request.socket.destroy();
    return true;
  },
});

function isOwn({ headers: { host = '', origin } }: http.IncomingMessage): boolean {
  return OWN_HOST.test(host) && (origin === undefined || OWN_PAGE.test(origin));
}

process.stdin.on('end', () => process.exit(0)).resume();

/** The arguments of `listen`, in whichever of its forms, with the address replaced. A socket file is left as it is. */
function hereOnly(args: readonly unknown[]): readonly unknown[] {
  const [first] = args;
  const done = args.filter((arg) => typeof arg === 'function');
  if (typeof first === 'object' && first !== null) {
    return 'port' in first ? [{ ...first, host: HERE }, ...done] : args;
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return args;
  return [{ port: typeof first === 'function' ? 0 : Number(first ?? 0), host: HERE }, ...done];
}

/** Where `connect` is going; undefined for this machine and for socket files. */
function hostOf(args: readonly unknown[]): string | undefined {
  const [first, second] = args;
  if (typeof first === 'object' && first !== null) {
    return 'host' in first && typeof first.host === 'string' ? first.host : undefined;
  }
  return typeof second === 'string' ? second : undefined;
}
