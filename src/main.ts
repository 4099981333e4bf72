#!/usr/bin/env node
// The real entry. Only the Node version is looked at before anything else is loaded.
const major = Number.parseInt(process.versions.node, 10);

if (major < 24) {
  process.stderr.write(
    `Share Check needs Node.js 24 or newer; this is ${process.versions.node}.\n` +
      'In the project folder run npm ci once: npm start and npx share-check then bring their own.\n',
  );
  process.exitCode = 2;
} else {
  process.exitCode = await start();
}

async function start(): Promise<number> {
  // Whoever reads the output may stop reading (… | head): nothing is wrong then.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      // The service is there for others than those who read what it says.
      if (process.argv[2] !== 'serve') process.exit();
    });
  }
  const { keepCompiledCode } = await import('./commands/keep-compiled-code.ts');
  keepCompiledCode();
  const [{ COMMANDS }, { runCommandLine, tell }] = await Promise.all([
    import('./commands/command-list.ts'),
    import('./commands/run-command-line.ts'),
  ]);
  // What nobody was waiting for: said in the same words, and the process ends, as its state is not known.
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (error: unknown) => {
      process.stderr.write(tell(error, process.env.SHARE_CHECK_DEBUG === '1'));
      process.exit(2);
    });
  }
  await loadSettings();
  const { stdin, stdout, stderr, env } = process;
  return runCommandLine(COMMANDS, process.argv.slice(2), { stdin, stdout, stderr, env }, version);
}

async function version(): Promise<string> {
  const { default: packageJson } = await import('../package.json', { with: { type: 'json' } });
  return packageJson.version;
}

/** The file .env beside the project, where there is one. What the environment sets already stays as it is. */
async function loadSettings(): Promise<void> {
  const { readEnvFile } = await import('./env-file.ts');
  for (const [name, value] of Object.entries(readEnvFile(`${import.meta.dirname.replace(/src$/, '')}.env`))) {
    process.env[name] ??= value;
  }
}
