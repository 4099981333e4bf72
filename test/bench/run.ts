import { parseArgs } from 'node:util';
import { ask } from './ask.ts';
import { batch } from './batch.ts';
import { decision } from './decision.ts';
import { delivery } from './delivery.ts';
import { describeMachine } from './machine.ts';
import { proof } from './proof.ts';
import { slack } from './slack.ts';
import { start } from './start.ts';
import { teams } from './teams.ts';

// npm run bench -- [--only NAME] [--quick]: what Share Check promises about speed and memory, measured against others in the
// same run, in turn. Figures are the median of several runs, with the least and the most. Exit status 1: a bar is not met.
const BENCHMARKS = [decision, proof, batch, start, ask, slack, teams, delivery];
const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean' } } });
const quick = values.quick === true;
const chosen = BENCHMARKS.filter(({ name }) => values.only === undefined || values.only === name);

const say = (line: string): void => void process.stdout.write(`${line}\n`);
if (chosen.length === 0) {
  say(`--only takes one of: ${BENCHMARKS.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
for (const line of await describeMachine()) say(line);
for (const { name, run } of chosen) {
  say(`\n${name}`);
  const bars = await run({ runs: quick ? 3 : 9, quick }, (line) => say(`  ${line}`));
  for (const { what, measured, met } of bars) {
    if (!met) process.exitCode = 1;
    say(`  ${met ? 'met:    ' : 'NOT MET:'} ${what}: ${measured}`);
  }
}
