/**
 * Nothing lost, nothing twice: `npm run soak -- [--full] [--only kills,races] [--bell postgres|redis]
 * [--seed n] [--verbose]`. One line for each figure; ends with 1 when one misses its target. Without
 * `--full` it is the short run, of which CI makes the trials it has time for; docs/reliability.md has the full one as last measured.
 */
import { parseArgs } from 'node:util';
import { type Figure, say, table } from '../../bench/figure.ts';
import { hasRedis } from '../redis/server.ts';
import { endAllWhenInterrupted } from './interrupted.ts';
import type { BellKind, Order, Outcome, Trial } from './trial.ts';
import { trials } from './trials.ts';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string' },
    bell: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    verbose: { type: 'boolean', default: false },
  },
});
const BELLS = ['postgres', 'redis'] as const satisfies readonly BellKind[];
const wanted = BELLS.filter((bell) => values.bell === undefined || values.bell === bell);
const order: Order = {
  size: values.full ? 'full' : 'short',
  seed: Number(values.seed),
  bells: wanted.filter((bell) => bell === 'postgres' || hasRedis()),
  tell: values.verbose ? say : () => {},
};
const usual = trials.filter(({ timed }) => values.full || !timed);
const names = values.only?.split(',') ?? usual.map(({ name }) => name);
const strangers = names.filter((name) => trials.every((one) => one.name !== name));
if (strangers.length > 0 || order.bells.length === 0 || !Number.isSafeInteger(order.seed)) {
  say(`usage: npm run soak -- [--full] [--only ${trials.map(({ name }) => name).join(',')}]`);
  say('  [--bell postgres|redis] [--seed <whole number>] [--verbose]');
  process.exit(2);
}
say(`seed ${order.seed}, ${order.size} run`);
if (order.bells.length < wanted.length) say('the doorbell on Redis: skipped: needs redis-server');
endAllWhenInterrupted();
const figures: Figure[] = [];
const faults: string[] = [];
/** A trial that breaks is a fault; the others are still run. */
function broken(error: unknown): Outcome {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { figures: [], faults: [`the trial broke: ${words}`] };
}

async function tried({ name, says, run }: Trial): Promise<void> {
  const began = performance.now();
  const outcome = await run(order).catch(broken);
  const seconds = Math.round((performance.now() - began) / 1_000);
  say(`\n${name}: ${says} (${seconds} s)\n${table(outcome.figures)}`);
  for (const fault of outcome.faults) say(`FAULT ${fault}`);
  figures.push(...outcome.figures);
  faults.push(...outcome.faults);
}
const chosen = trials.filter(({ name }) => names.includes(name));
for (const trial of chosen.filter(({ alone }) => alone)) await tried(trial);
/** Most of them wait most of the time. */
const LANES = 2;
const waiting = chosen.filter(({ alone }) => !alone);
async function goDown(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) await tried(next);
}
await Promise.all(Array.from({ length: LANES }, goDown));
const missed = figures.filter(({ pass }) => pass === false);
const kept = figures.filter(({ pass }) => pass === true);
say(`\n${kept.length} targets met, ${missed.length} missed, seed ${order.seed}`);
process.exitCode = missed.length + faults.length > 0 ? 1 : 0;
