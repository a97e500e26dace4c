import { type Counters, NO_TRAFFIC, together } from '../../src/domain/verdict/counters.ts';
import { type Draw, delayed, drawOf, histogram } from './latency.ts';
import type { Random } from './random.ts';
import { latencyOf, type Scene, TICK_MS } from './scenes.ts';

const CANARY_SHARE = 0.1;
const PODS = { canary: 2, stable: 18 } as const;
const STALL = { everyMs: 900_000, forMs: TICK_MS } as const;
/** Past requests and warm-up, before the first look that counts. */
const PAST_TICKS = 60;

export interface Tick {
  readonly canary: Counters;
  readonly stable: Counters;
}

export interface Traffic {
  /** What the stable version served in the ten minutes before. */
  past(): Counters;
  /** At what time, in looks from the first that counts; negative while it warms up. */
  tick(n: number): Tick;
}

type Side = keyof typeof PODS;

const draws = new Map<string, Draw>();

/** One hour of a scene; the random numbers make it this hour and no other. */
export function createTraffic(scene: Scene, random: Random): Traffic {
  const phases = {
    canary: Array.from({ length: PODS.canary }, () => random.uniform() * STALL.everyMs),
    stable: Array.from({ length: PODS.stable }, () => random.uniform() * STALL.everyMs),
  };

  function draw(n: number, side: Side, stalled: boolean): Draw {
    const effect = side === 'canary' ? scene.effect : {};
    const key = `${scene.name} ${scene.steady ? '' : n} ${side} ${stalled}`;
    const known = draws.get(key);
    if (known) return known;
    const usual = latencyOf(scene.weather(Math.max(0, n)), effect);
    const made = drawOf(stalled ? delayed(usual, 1, [1_000, 3_000, 5_000, 7_000, 9_000]) : usual);
    draws.set(key, made);
    return made;
  }

  function serve(n: number, side: Side): Counters {
    const { effect } = scene;
    const share = side === 'canary' ? CANARY_SHARE : 1 - CANARY_SHARE;
    if (side === 'canary' && effect.dead) return NO_TRAFFIC;
    const requests = random.arrivals((scene.perSecond * share * TICK_MS) / 1_000);
    const { errorRate } = scene.weather(Math.max(0, n));
    const rate = side === 'canary' ? (effect.errorRate ?? errorRate) : errorRate;
    const stalled = scene.stalls ? random.binomial(requests, stalledAt(n, phases[side])) : 0;
    const quick = served(requests - stalled, draw(n, side, false));
    const errors = failures(requests, rate);
    if (stalled === 0) return { ...quick, requests, errors };
    const all = together(quick, served(stalled, draw(n, side, true)));
    return { ...all, requests, errors };
  }

  function served(requests: number, how: Draw): Counters {
    return { requests, errors: 0, buckets: histogram(random, requests, how) };
  }

  function failures(requests: number, rate: number): number {
    const { cluster } = scene;
    if (!cluster) return random.binomial(requests, rate);
    let errors = 0;
    for (let left = random.arrivals((requests * rate) / cluster); left > 0; left -= 1) {
      errors += 1;
      while (random.uniform() > 1 / cluster) errors += 1;
    }
    return Math.min(requests, errors);
  }

  return {
    past() {
      let all = NO_TRAFFIC;
      for (let n = 0; n < PAST_TICKS; n += 1) all = together(all, serve(n - PAST_TICKS, 'stable'));
      return all;
    },
    tick: (n) => ({ canary: serve(n, 'canary'), stable: serve(n, 'stable') }),
  };
}

/** Which share of a side's requests meets a pod that stands still. */
function stalledAt(n: number, phases: readonly number[]): number {
  const from = n * TICK_MS;
  const overlaps = phases.map((phase) => {
    const into = (((from - phase) % STALL.everyMs) + STALL.everyMs) % STALL.everyMs;
    const begun = Math.max(0, STALL.forMs - into);
    const begins = Math.max(0, into + TICK_MS - STALL.everyMs);
    return Math.min(TICK_MS, begun + begins) / TICK_MS;
  });
  return overlaps.reduce((sum, one) => sum + one, 0) / phases.length;
}
