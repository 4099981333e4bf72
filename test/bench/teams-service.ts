import { readSetup } from '../../src/commands/read-setup.ts';
import { runService } from '../../src/commands/run-service.ts';
import { provenPolicy } from '../../src/proven-policy.ts';

// The service as `npm start` runs it with nothing configured, without a window in the browser: messages come from, and go to, the
// connector that CONNECTOR_URL names. Microsoft's sign-in is left out on both sides of the comparison.
const { config, content } = await readSetup(process.env);
await runService({
  config,
  content,
  proven: provenPolicy(content),
  log: (event, fields) => void process.stderr.write(`${JSON.stringify({ event, ...fields })}\n`),
  say: () => undefined,
  stopped: new Promise((resolve) => process.once('SIGTERM', () => resolve())),
  openPlayground: async () => ({
    windows: [],
    serviceUrl: process.env.CONNECTOR_URL ?? '',
    isAlive: () => true,
    stop: async () => undefined,
  }),
});
