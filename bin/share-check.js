#!/usr/bin/env node
// Plain JavaScript: an old Node.js can still say what it needs, and what was kept of the last start is at hand before the first
// type is stripped, which takes 80 ms and 15 MB.
import module from 'node:module';

if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `Share Check needs Node.js 24 or newer; this is ${process.versions.node}.\n` +
      'In the project folder run npm ci once: npm start and npx share-check then bring their own.\n',
  );
  process.exitCode = 2;
} else {
  module.enableCompileCache(`${import.meta.dirname}/../node_modules/.cache/share-check`);
  await import('../src/main.ts');
}
