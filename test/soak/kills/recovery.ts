import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from '../program/lanes.ts';
import { type Life, startLife } from '../program/life.ts';
import { isParked, sayState } from '../program/verify.ts';
import { openDeployments } from '../program/watch.ts';
import { cutIn, DAWDLE_MS } from './killing.ts';
import { ask, letGo } from './person.ts';

/** As in production: the lease and the sweep are what a recovery waits for. */
const PACE = { leaseMs: 10_000, sweepMs: 2_000 } as const;
const LOOK_MS = 50;
const GIVEN_UP_MS = 60_000;
const CALM_LOOK_MS = 250;
const CALM_WITHIN_MS = 180_000;

export interface Recovered {
  /** From each kill to the first change of each deployment that it had cut. */
  readonly recoveriesMs: readonly number[];
  readonly promised: readonly string[];
  /** How long the last life took until nothing was open, or null when it never was. */
  readonly calmMs: number | null;
}

/** Kills at the pace of production, whose recoveries are waited for; the last life ends everything. */
export async function recoveries(lane: Lane, times: number): Promise<Recovered> {
  const recoveriesMs: number[] = [];
  const promised: string[] = [];
  // Nothing dawdles here: what is timed is Fairway, not the program it runs.
  const script = lane.script && { ...lane.script, slow: null };
  const start = (): Life => startLife(lane.ground, null, { script, ...PACE });
  let life = start();
  try {
    for (let n = 0; n < times; n += 1) {
      const killedAt = await killUnderWay(lane, life, promised);
      const cut = new Map(await cutIn(lane));
      life = start();
      recoveriesMs.push(...(await watch(lane, cut, killedAt)));
    }
    const calmMs = await calmDown(lane, life);
    await sleep(DAWDLE_MS); // for the last words of commands whose Fairway is dead
    return { recoveriesMs, promised, calmMs };
  } finally {
    life.signal('SIGKILL');
    await life.gone;
  }
}

/** Answers when it was killed: with work under way. */
async function killUnderWay(lane: Lane, life: Life, promised: string[]): Promise<number> {
  await life.ready;
  const atLeast = performance.now() + lane.random.between(300, 1_500);
  const until = performance.now() + GIVEN_UP_MS;
  while (performance.now() < until) {
    await ask(lane, life, promised);
    await sleep(LOOK_MS);
    if (performance.now() > atLeast && (await cutIn(lane)).size > 0) break;
  }
  life.signal('SIGKILL');
  const killedAt = performance.now();
  await life.gone;
  return killedAt;
}

/** What does not move within a minute counts as that. */
async function watch(
  { pool }: Lane,
  cut: Map<string, number>,
  killedAt: number,
): Promise<readonly number[]> {
  const tookMs: number[] = [];
  while (cut.size > 0 && performance.now() - killedAt < GIVEN_UP_MS) {
    const open = new Map((await openDeployments(pool)).map((d) => [String(d.id), d.revision]));
    for (const [id, revision] of cut) {
      if (open.get(id) === revision) continue;
      cut.delete(id);
      tookMs.push(performance.now() - killedAt);
    }
    await sleep(LOOK_MS);
  }
  return [...tookMs, ...[...cut].map(() => GIVEN_UP_MS)];
}

/** People let everything go that waits for them, until nothing is open. */
export async function calmDown(lane: Lane, life: Life): Promise<number | null> {
  const began = performance.now();
  await life.ready;
  while (performance.now() - began < CALM_WITHIN_MS) {
    const open = await openDeployments(lane.pool);
    if (open.length === 0) return performance.now() - began;
    await letGo(life, open.filter(isParked));
    await sleep(CALM_LOOK_MS);
  }
  return null;
}

/** What never ended, with the last that its own target knows of it. */
export async function sayOpen({ name, pool, script }: Lane): Promise<readonly string[]> {
  const open = (await openDeployments(pool)).map(async (d) => {
    const last = script ? await lastWords(join(script.world, d.service)) : '';
    return `${name}: still open: ${sayState(d)}${last}`;
  });
  return Promise.all(open);
}

const LAST_LINES = 60;

async function lastWords(home: string): Promise<string> {
  const [live, journal] = await Promise.all(
    ['live', 'journal'].map((file) => readFile(join(home, file), 'utf8')),
  );
  const lines = (journal ?? '').split('\n').filter((line) => / (did|there|fenced) /.test(line));
  return `\nlive:\n${live}journal:\n${lines.slice(-LAST_LINES).join('\n')}`;
}
