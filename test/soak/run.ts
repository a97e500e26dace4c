/**
 * Nothing lost, nothing twice: `npm run soak -- [--full] [--only kills,races] [--bell postgres|redis]
 * [--seed n] [--verbose]`. One line for each figure; ends with 1 when one misses its target. Without
 * `--full` it is the short run of CI; docs/reliability.md has the full one as last measured.
 */
import { parseArgs } from 'node:util';
import { type Figure, say, table } from '../../bench/figure.ts';
import { hasRedis } from '../redis/server.ts';
import type { BellKind, Order, Outcome } from './trial.ts';
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
const figures: Figure[] = [];
const faults: string[] = [];
/** A trial that breaks is a fault; the others are still run. */
function broken(error: unknown): Outcome {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { figures: [], faults: [`the trial broke: ${words}`] };
}
for (const { name, says, run } of trials.filter((one) => names.includes(one.name))) {
  const began = performance.now();
  say(`\n${name}: ${says}`);
  const outcome = await run(order).catch(broken);
  say(table(outcome.figures));
  for (const fault of outcome.faults) say(`FAULT ${fault}`);
  say(`${Math.round((performance.now() - began) / 1_000)} s`);
  figures.push(...outcome.figures);
  faults.push(...outcome.faults);
}
const missed = figures.filter(({ pass }) => pass === false);
const kept = figures.filter(({ pass }) => pass === true);
say(`\n${kept.length} targets met, ${missed.length} missed, seed ${order.seed}`);
process.exitCode = missed.length + faults.length > 0 ? 1 : 0;
