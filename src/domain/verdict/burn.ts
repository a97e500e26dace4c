import type { Objective } from './objective.ts';

/** What was served in a spell: `null` counts are not known, which is not the same as none. */
export interface Served {
  readonly requests: number;
  readonly errors: number;
}
/** What was served in the window of this length that ends now; null where too little is known. */
export type ServedIn = (windowMs: number) => Served | null;

/**
 * A long window that says it matters and a short one that says it goes on. `budget` is the part of the period's
 * budget that is spent when it fires after the long window.
 */
export interface Pair {
  readonly name: 'page quick' | 'page slow' | 'ticket quick' | 'ticket slow';
  readonly severity: 'page' | 'ticket';
  readonly budget: number;
  readonly longMs: number;
  readonly shortMs: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * The pairs of the SRE workbook ("Alerting on SLOs", multiwindow, multi-burn-rate), as sloth has them for 30 days.
 */
export const PAIRS: readonly Pair[] = [
  { name: 'page quick', severity: 'page', budget: 0.02, longMs: HOUR, shortMs: 5 * MINUTE },
  { name: 'page slow', severity: 'page', budget: 0.05, longMs: 6 * HOUR, shortMs: 30 * MINUTE },
  { name: 'ticket quick', severity: 'ticket', budget: 0.1, longMs: DAY, shortMs: 2 * HOUR },
  { name: 'ticket slow', severity: 'ticket', budget: 0.1, longMs: 3 * DAY, shortMs: 6 * HOUR },
];

/** How many times faster than the budget allows: period × budget / long window; 14.4, 6, 3 and 1 for 30 days. */
export function factorOf({ budget, longMs }: Pair, { period }: Pick<Objective, 'period'>): number {
  return (period * budget) / longMs;
}

export interface BurnReading {
  readonly pair: Pair;
  /** `too little`: fewer requests in the short window than the objective asks for; `no data`: none known. */
  readonly says: 'burns' | 'quiet' | 'too little' | 'no data';
  readonly factor: number;
  /** How many times faster than allowed the budget burned in each window; null where nothing was served. */
  readonly long: number | null;
  readonly short: number | null;
}

/** err(short) > f·(1 − target) and err(long) > f·(1 − target), asked only of enough requests. */
export function readPair(pair: Pair, objective: Objective, served: ServedIn): BurnReading {
  const factor = factorOf(pair, objective);
  const [long, short] = [served(pair.longMs), served(pair.shortMs)];
  const rates = { long: rateOf(long, objective), short: rateOf(short, objective) };
  const reading = { pair, factor, ...rates };
  if (!long || !short) return { ...reading, says: 'no data' };
  if (short.requests < objective.minRequests) return { ...reading, says: 'too little' };
  const burns = isAbove(rates.short, factor) && isAbove(rates.long, factor);
  return { ...reading, says: burns ? 'burns' : 'quiet' };
}

export function readAll(objective: Objective, served: ServedIn): readonly BurnReading[] {
  return PAIRS.map((pair) => readPair(pair, objective, served));
}

/** How many times faster than the objective allows errors came; 1 spends the budget exactly in its period. */
export function rateOf(
  served: Served | null,
  { target }: Pick<Objective, 'target'>,
): number | null {
  if (!served || served.requests <= 0) return null;
  return served.errors / served.requests / (1 - target);
}

function isAbove(rate: number | null, factor: number): boolean {
  return rate !== null && rate > factor;
}

/** The part of the period's budget that these errors spend, where the period serves so many requests. */
export function spends(
  errors: number,
  requests: number,
  { target }: Pick<Objective, 'target'>,
): number {
  const budget = (1 - target) * requests;
  return budget <= 0 ? 0 : errors / budget;
}

/** From so much of the period's budget on, one deployment alone has burned enough to be undone. */
export const OWN_SHARE = 0.02;
/** 1 − 0.999 is not quite 0.001. */
const ROUNDING = 1e-9;

/**
 * Whether what one deployment's version failed since its start spends that much by itself. `known` is what the
 * service served in the part `knownMs` of the period for which there are counts; it is taken to go on like that.
 */
export function burnsAlone(
  own: Served,
  known: Served,
  knownMs: number,
  objective: Objective,
): { readonly burns: boolean; readonly share: number } {
  const whole =
    knownMs <= 0 ? known.requests : known.requests * Math.max(1, objective.period / knownMs);
  const share = spends(own.errors, whole, objective);
  return { burns: own.requests >= objective.minRequests && share >= OWN_SHARE - ROUNDING, share };
}

/** What a reading says, with its numbers. */
export function sayBurn(
  { pair, long, short, factor }: BurnReading,
  { target, name }: Objective,
): string {
  return `${name} ${round(target * 100, 3)} %: budget burns ${sayTimes(short)} over ${span(pair.shortMs)} and ${sayTimes(long)} over ${span(pair.longMs)}, more than ${sayTimes(factor)} (${pair.name})`;
}

/** Which of its paces it is past, without the numbers of this moment. */
export function sayPage({ pair, factor }: BurnReading, { target, name }: Objective): string {
  return `${name} ${round(target * 100, 3)} %: more than ${sayTimes(factor)} over ${span(pair.shortMs)} and ${span(pair.longMs)} (${pair.name})`;
}

/** `14.4×` */
export function sayTimes(rate: number | null): string {
  return rate === null ? 'unknown' : `${round(rate)}×`;
}

function round(n: number, digits = 1): string {
  return String(Number(n.toFixed(digits)));
}

function span(ms: number): string {
  if (ms >= DAY) return `${ms / DAY} d`;
  return ms >= HOUR ? `${ms / HOUR} h` : `${ms / MINUTE} min`;
}
