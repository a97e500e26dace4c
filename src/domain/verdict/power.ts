import type { Unhurried } from '../kernel/unhurried.ts';
import { createDice, type Dice } from './dice.ts';
import { accustom, unweighed, weigh } from './likelihood.ts';
import type { Tick } from './odds.ts';
import { ALARM, LOOKED_FOR, type Metric } from './sequential-judge.ts';

/** The part of all worse versions that a judge is to find out. */
export const POWER = 0.8;

/** The share of requests that are bad by a metric, of each version. */
export interface Level {
  readonly metric: Metric;
  readonly stable: number;
  readonly canary: number;
}

/** Requests that each version may expect from one look to the next. */
export interface PerLook {
  readonly canary: number;
  readonly stable: number;
}

/** After how many looks each of the rollouts that were played was found out, rising; `Infinity`: not in time. */
export type Found = readonly number[];

const SEED = 20_261_127;
/** Fewer where a rollout is followed for long: whether that is 80 or 85 minutes decides little. */
const WALKS = { most: 1_000, ofLong: 300 } as const;
/** A rollout is followed in so many steps, of one look or of several. */
const STEPS = 250;
/** Looks the judge has had of the stable version by then: its warm-up, and some of its time. */
const BEFORE = 10;
/**
 * Looks that are worked out: so many that this many requests of the new version are bad in them, or what is rare would be
 * there too often or too seldom; within what may be waited for.
 */
const BAD_ONES = 3_000;
const POOL = { least: 400, most: 4_000 } as const;
/** Where the evidence is expected to come to less than this part of what it takes, a long time is not played at all. */
const HOPELESS = 0.25;
/** One of the logarithms is above this where the evidence is enough; short of it by more than rounding can be. */
const LEAST_LOG = Math.log(ALARM) - 1e-6;

/**
 * Plays the judge's own evidence, look by look, for a version that is worse by this much, from requests that come
 * independently of each other; answers how many looks it took, followed for so many. Looks that are independent may be
 * put together in any order, so some are worked out and drawn again and again. The same question has the same answer.
 */
export function* playedOut(levels: readonly Level[], each: PerLook): Unhurried<Play> {
  const { pool, weights, fastest } = yield* workOut(levels, each);
  const known = new Map<number, Found>();
  return function* play(looks) {
    const walks = looks > STEPS ? WALKS.ofLong : WALKS.most;
    if (looks > STEPS && fastest * looks < HOPELESS * Math.log(ALARM))
      return Array.from({ length: walks }, () => Number.POSITIVE_INFINITY);
    const before = known.get(looks);
    if (before) return before;
    const drawn = createDice(SEED);
    const step = Math.max(1, Math.ceil(looks / STEPS));
    const course = { step, steps: Math.ceil(looks / step) };
    const found: number[] = [];
    while (found.length < walks) {
      found.push(step * walk(pool, weights, course, drawn));
      yield;
    }
    found.sort((a, b) => a - b);
    known.set(looks, found);
    return found;
  };
}

/** Follows rollouts for so many looks. */
export type Play = (looks: number) => Unhurried<Found>;

/** Looks to draw from, row after row in one, the weight of each logarithm of a row, and by how much the fastest rises. */
function* workOut(levels: readonly Level[], each: PerLook) {
  const dice = createDice(SEED);
  const rarest = Math.min(...levels.map(({ canary }) => canary)) * each.canary;
  const size = Math.round(Math.min(POOL.most, Math.max(POOL.least, BAD_ONES / rarest)));
  const played: Played[] = [];
  while (played.length < size + BEFORE) {
    played.push(playLook(levels, each, dice));
    yield;
  }
  const rows: (readonly number[])[] = [];
  while (rows.length < size) {
    const i = rows.length;
    rows.push(gainsOf(played.slice(i, i + BEFORE), played[i + BEFORE] ?? []));
    yield;
  }
  const weights = levels.flatMap(({ metric }) => {
    const { ratios, weight } = LOOKED_FOR[metric];
    return ratios.map(() => weight / ratios.length);
  });
  return { pool: Float64Array.from(rows.flat()), weights, fastest: Math.max(...meansOf(rows)) };
}

/** By how much each of the logarithms rises from look to look, on average. */
function meansOf(rows: readonly (readonly number[])[]): readonly number[] {
  const sums = (rows[0] ?? []).map((_, r) => rows.reduce((sum, look) => sum + (look[r] ?? 0), 0));
  return sums.map((sum) => sum / rows.length);
}

/** The part of them that is found out within so many looks. */
export function powerWithin(found: Found, looks: number): number {
  let [low, high] = [0, found.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((found[middle] ?? 0) <= looks) low = middle + 1;
    else high = middle;
  }
  return low / found.length;
}

type Played = readonly (readonly [Metric, Tick])[];

/** One look: what each version served, and how many of them each level calls bad. */
function playLook(levels: readonly Level[], each: PerLook, dice: Dice): Played {
  const of = (version: 'canary' | 'stable'): readonly number[] => {
    let below = 0;
    let k = 0;
    return [...levels.map((one) => one[version]), 1].map((share) => {
      k += dice.arrivals(each[version] * Math.max(0, share - below));
      below = Math.max(below, share);
      return k;
    });
  };
  const [canary, stable] = [of('canary'), of('stable')];
  const tally = (all: readonly number[], i: number) => ({ n: all.at(-1) ?? 0, k: all[i] ?? 0 });
  return levels.map(({ metric }, i) => [
    metric,
    { canary: tally(canary, i), stable: tally(stable, i) },
  ]);
}

/**
 * By how much a look raises the logarithms of the evidence, metric by metric and ratio by ratio in one row, divided by
 * the spread that the judge has seen by then: where nothing but chance moves the shares, some looks seem to say more.
 */
function gainsOf(before: readonly Played[], played: Played): readonly number[] {
  return played.flatMap(([metric, tick], i) => {
    const looking = LOOKED_FOR[metric];
    const known = before.reduce((so, look) => {
      const seen = look[i]?.[1].stable;
      return seen ? accustom(so, seen) : so;
    }, unweighed(looking));
    return weigh(known, tick, looking).logs;
  });
}

/** The step at which the evidence of one rollout, the weighted mean over metrics and ratios, is enough. */
function walk(
  pool: Float64Array,
  weights: readonly number[],
  { step, steps }: { readonly step: number; readonly steps: number },
  dice: Dice,
): number {
  const logs = new Float64Array(weights.length);
  const looks = pool.length / weights.length;
  for (let n = 1; n <= steps; n += 1) {
    for (let i = 0; i < step; i += 1) addLook(logs, pool, Math.floor(dice.uniform() * looks));
    if (mayBeEnough(logs) && evidenceOf(logs, weights) >= ALARM) return n;
  }
  return Number.POSITIVE_INFINITY;
}

function addLook(logs: Float64Array, pool: Float64Array, look: number): void {
  const at = look * logs.length;
  for (let r = 0; r < logs.length; r += 1) logs[r] = (logs[r] ?? 0) + (pool[at + r] ?? 0);
}

/** A weighted mean whose weights add up to 1 or less is no more than its greatest part: most steps need no exponentials. */
function mayBeEnough(logs: Float64Array): boolean {
  for (let r = 0; r < logs.length; r += 1) if ((logs[r] ?? 0) > LEAST_LOG) return true;
  return false;
}

function evidenceOf(logs: Float64Array, weights: readonly number[]): number {
  let sum = 0;
  for (let r = 0; r < logs.length; r += 1)
    sum += (weights[r] ?? 0) * Math.exp(Math.min(logs[r] ?? 0, 600));
  return sum;
}
