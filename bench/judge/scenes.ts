import { delayed, type Latency, lognormal, stretched, withPareto } from './latency.ts';

/** Looks of ten seconds in an hour. */
export const TICKS = 360;
export const TICK_MS = 10_000;

/** What the new version does differently. */
export interface Effect {
  readonly errorRate?: number;
  readonly stretch?: number;
  /** This share of requests takes a second more. */
  readonly tail?: number;
  readonly dead?: boolean;
}

/** How requests are answered at one look when nothing is wrong with a version. */
export interface Weather {
  readonly errorRate: number;
  readonly latency: Latency;
}

export interface Scene {
  readonly name: string;
  readonly perSecond: number;
  readonly weather: (tick: number) => Weather;
  /** The same weather at every look. */
  readonly steady: boolean;
  /** Errors come so many at a time on average. */
  readonly cluster?: number;
  /** Each of 2 canary and 18 stable pods stands still for 10 s every 15 min. */
  readonly stalls?: boolean;
  readonly effect: Effect;
}

const USUAL: Weather = { errorRate: 0.001, latency: lognormal(0.5) };
const HEAVY: Weather = { errorRate: 0.001, latency: withPareto(lognormal(1.2), 1.5) };

const plain: Scene = {
  name: 'plain',
  perSecond: 200,
  weather: () => USUAL,
  steady: true,
  effect: {},
};
const heavy: Scene = { ...plain, name: 'heavy tail', weather: () => HEAVY };
const drift: Scene = {
  ...plain,
  name: 'drift and a shared incident',
  steady: false,
  weather(tick) {
    const wave = Math.sin((2 * Math.PI * tick) / TICKS);
    const incident = tick >= 120 && tick < 150;
    return {
      errorRate: incident ? 0.05 : USUAL.errorRate * (1 + 0.5 * wave),
      latency: stretched(USUAL.latency, (1 + 0.4 * wave) * (incident ? 3 : 1)),
    };
  },
};
const low: Scene = { ...plain, name: 'low traffic', perSecond: 2 };

/** Nothing differs: whoever goes back here is wrong. */
export const NULLS: readonly Scene[] = [
  plain,
  heavy,
  drift,
  { ...plain, name: 'retry clusters', cluster: 3 },
  { ...plain, name: 'pod stalls', stalls: true },
  low,
];

/** Something is worse: how soon, and how many people meet it until then? `most`: canary requests, in the median. */
export const EFFECTS: readonly (Scene & { readonly most?: number })[] = [
  { ...plain, name: 'errors 0.1 to 0.5 %', effect: { errorRate: 0.005 }, most: 3_500 },
  { ...plain, name: 'errors 0.1 to 1 %', effect: { errorRate: 0.01 }, most: 1_600 },
  { ...plain, name: 'latency +5 %', effect: { stretch: 1.05 }, most: 4_000 },
  { ...plain, name: 'latency +10 %', effect: { stretch: 1.1 }, most: 1_600 },
  { ...plain, name: 'latency +50 %', effect: { stretch: 1.5 } },
  { ...plain, name: '2 % take a second more', effect: { tail: 0.02 } },
  { ...heavy, name: '+10 % under a heavy tail', effect: { stretch: 1.1 } },
  { ...drift, name: '+10 % in drift and incident', effect: { stretch: 1.1 } },
  { ...low, name: 'low traffic, errors to 1 %', effect: { errorRate: 0.01 } },
  { ...low, name: 'low traffic, errors to 5 %', effect: { errorRate: 0.05 }, most: 150 },
];

/** The share that must be slowed down for the odds beyond a boundary that `above` exceed to be `ratio` times as high. */
function tailFor(above: number, ratio: number): number {
  const odds = (ratio * above) / (1 - above);
  const wanted = odds / (1 + odds);
  return (wanted - above) / (1 - above);
}

/** As bad as its margin in one metric: who passes it early here is wrong. */
export const MARGINS: readonly Scene[] = [
  { ...plain, name: 'errors at the margin', effect: { errorRate: 0.003 } },
  // A log-normal moved by this much has odds 1.5 times as high beyond its median, or beyond its p90.
  { ...plain, name: 'p50 at the margin', effect: { stretch: 1.135 } },
  { ...plain, name: 'p90 at the margin', effect: { stretch: 1.113 } },
  { ...plain, name: 'p99 at the margin', effect: { tail: tailFor(0.01, 2) } },
];

export const NO_DATA: Scene = { ...plain, name: 'no requests', effect: { dead: true } };

/** The latency of a version in this weather, with what is wrong with it. */
export function latencyOf({ latency }: Weather, { stretch = 1, tail = 0 }: Effect): Latency {
  return delayed(stretched(latency, stretch), tail, [1_000]);
}
