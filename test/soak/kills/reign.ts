import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Chronicle } from '../program/chronicle.ts';
import type { Ground } from '../program/ground.ts';
import { LEASE_MS, type Life, startLife } from '../program/life.ts';
import { isParked, sayState } from '../program/verify.ts';
import { openDeployments } from '../program/watch.ts';
import { type End, POINTS } from '../program/words.ts';
import type { Random } from '../random.ts';
import { demands, release } from './demands.ts';

/** What every scene is played on. */
export interface Stage {
  readonly ground: Ground;
  readonly pool: Pool;
  readonly chronicle: Chronicle;
  readonly random: Random;
  readonly tell: (line: string) => void;
}

/** What the lives have told before they ended. */
export interface Told {
  readonly kills: number;
  /** At which points, and `random` or `recovering` for those by the clock. */
  readonly killedAt: ReadonlyMap<string, number>;
  /** From the start of a life after a kill to its first change, milliseconds. */
  readonly recoveriesMs: readonly number[];
  /** Deployments that an answer has promised. */
  readonly promised: readonly string[];
  readonly fenced: number;
}

const LOOK_MS = 120;
const START_WITHIN_MS = 30_000;
/** A life that never comes to its point is ended by the clock. */
const LONGEST_LIFE_MS = 6_000;
const CALM_WITHIN_MS = 180_000;

/** How a life is to end: at a point, or so long after it was ready or started. */
type Fate =
  | { readonly kind: 'point'; readonly end: End }
  | { readonly kind: 'random' | 'recovering'; readonly afterMs: number };

function fateOf(n: number, random: Random): Fate {
  const dice = random.next();
  const at = POINTS[n % POINTS.length] ?? 'recorded';
  const end: End = {
    signal: 'SIGKILL',
    at,
    nth: random.between(1, 3),
    flyMs: random.between(0, 25),
  };
  const [short, long] = [random.between(0, 1_200), random.between(0, 3_000)];
  if (dice < 0.7) return { kind: 'point', end };
  if (dice < 0.85) return { kind: 'random', afterMs: long };
  return { kind: 'recovering', afterMs: short };
}

/** Kills Fairway so many times, while people go on asking. */
export async function killings(stage: Stage, times: number): Promise<Told> {
  const killedAt = new Map<string, number>();
  const recoveriesMs: number[] = [];
  const promised: string[] = [];
  let fenced = 0;
  for (let n = 0; n < times; n += 1) {
    const fate = fateOf(n, stage.random);
    const life = startLife(stage.ground, fate.kind === 'point' ? fate.end : null);
    const at = await liveOut(stage, life, fate, promised);
    killedAt.set(at, (killedAt.get(at) ?? 0) + 1);
    const firstChangeMs = life.firstChangeMs();
    if (n > 0 && firstChangeMs !== null) recoveriesMs.push(firstChangeMs);
    fenced += life.fenced();
    await stage.chronicle.read();
    stage.tell(`${n + 1}: killed at ${at}, first change after ${firstChangeMs ?? '-'} ms`);
  }
  return { kills: times, killedAt, recoveriesMs, promised, fenced };
}

async function liveOut(stage: Stage, life: Life, fate: Fate, promised: string[]): Promise<string> {
  const starting = Promise.race([life.ready, sleep(START_WITHIN_MS, false, { ref: false })]);
  if (fate.kind === 'recovering') {
    await sleep(fate.afterMs); // from its very start, ready or not
  } else {
    await starting;
    const limit = fate.kind === 'random' ? fate.afterMs : LONGEST_LIFE_MS;
    const until = performance.now() + limit;
    while (!life.isGone() && performance.now() < until) {
      await ask(stage, life, promised);
      await Promise.race([life.gone, sleep(LOOK_MS)]);
    }
  }
  const byItself = life.isGone();
  life.signal('SIGKILL');
  await life.gone;
  if (fate.kind === 'point') return byItself ? fate.end.at : 'random';
  return fate.kind;
}

/** One look at what is open, and what people make of it. Answers come when they come. */
async function ask(stage: Stage, life: Life, promised: string[]): Promise<void> {
  const lines = demands(await openDeployments(stage.pool), stage.random);
  const answers = lines.map(async (line) => {
    const reply = await life.run(line);
    const [, id] = /^(D-\d+): .* is under way\.$/.exec(reply?.text ?? '') ?? [];
    if (id !== undefined) promised.push(id);
  });
  await Promise.race([Promise.all(answers), life.gone, sleep(2_000)]);
}

/** A worker frozen past its lease at the worst place, while another one takes over; then it thaws. */
export async function zombies(stage: Stage, times: number): Promise<Told> {
  const killedAt = new Map<string, number>();
  const promised: string[] = [];
  let fenced = 0;
  // Before a call the fleet must refuse it, after one the store must refuse its result.
  const places = POINTS.filter((at) => /^(asked|answered)/.test(at));
  for (let n = 0; n < times; n += 1) {
    const at = places[n % places.length] ?? 'asked:shift';
    const end: End = { signal: 'SIGSTOP', at, nth: 1, flyMs: stage.random.between(0, 25) };
    const frozen = startLife(stage.ground, end);
    const heir = await thaw(stage, frozen, at, promised);
    killedAt.set(at, (killedAt.get(at) ?? 0) + 1);
    fenced += frozen.fenced() + heir.fenced();
    await stage.chronicle.read();
    const where = frozen.reached.has(at) ? at : `no point, ${at} did not come`;
    stage.tell(`zombie ${n + 1}: frozen at ${where}, fenced ${frozen.fenced()}`);
  }
  return { kills: times, killedAt, recoveriesMs: [], promised, fenced };
}

async function thaw(stage: Stage, frozen: Life, at: string, promised: string[]): Promise<Life> {
  await frozen.ready;
  const until = performance.now() + LONGEST_LIFE_MS;
  while (!frozen.reached.has(at) && performance.now() < until) {
    await ask(stage, frozen, promised);
    await sleep(LOOK_MS);
  }
  const heir = startLife(stage.ground, null);
  try {
    await Promise.race([heir.ready, sleep(START_WITHIN_MS, false, { ref: false })]);
    await sleep(2 * LEASE_MS);
    frozen.signal('SIGCONT');
    const both = performance.now() + 2_000;
    while (performance.now() < both) {
      await ask(stage, heir, promised);
      await sleep(LOOK_MS);
    }
    return heir;
  } finally {
    for (const life of [frozen, heir]) {
      life.signal('SIGKILL');
      await life.gone;
    }
  }
}

/** One life that nobody ends: everything must become final by it. Milliseconds; null when it did not. */
export async function calmDown(stage: Stage): Promise<number | null> {
  const life = startLife(stage.ground, null);
  const began = performance.now();
  try {
    await life.ready;
    while (performance.now() - began < CALM_WITHIN_MS) {
      const open = await openDeployments(stage.pool);
      const held = open.filter((d) => d.hold);
      if (held.length === open.length && held.every(isParked)) {
        if (held.every((d) => d.hold?.by === 'fairway')) return performance.now() - began;
      }
      for (const d of held.filter(({ hold }) => hold?.by !== 'fairway'))
        await life.run(`/release ${release(d)} ${d.id}`);
      for (const d of open) stage.tell(`calm: ${sayState(d)}`);
      await sleep(250);
    }
    return null;
  } finally {
    life.signal('SIGKILL');
    await life.gone;
    await stage.chronicle.read();
  }
}
