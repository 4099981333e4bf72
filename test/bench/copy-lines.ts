import { createInterface } from 'node:readline';

// Reads JSON Lines and writes them again: what `decide --batch` is held against.
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(JSON.parse(line))}\n`);
}
