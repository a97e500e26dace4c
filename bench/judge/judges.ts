import { slowerThan } from '../../src/domain/verdict/boundaries.ts';
import {
  type Counters,
  errorRate,
  NO_TRAFFIC,
  quantileMs,
  together,
} from '../../src/domain/verdict/counters.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { mannWhitney, upperTail } from '../../src/domain/verdict/gauge-rule.ts';
import { judge } from '../../src/domain/verdict/judge.ts';
import { plus, shareOf, type Tally } from '../../src/domain/verdict/odds.ts';
import { observe, type Standing, UNSEEN } from '../../src/domain/verdict/sequential-judge.ts';
import type { Tick } from './traffic.ts';

export type Answer = 'abort' | 'promote' | null;

/** Looks every ten seconds from the first tick that counts. */
export interface Judge {
  readonly name: string;
  warm(tick: Tick): void;
  look(n: number, tick: Tick): Answer;
}

const criteria = Criteria.parse({});
const told = { canary: 'new', stable: 'old', alarm: 'rollback' };

export function ours(past: Counters): Judge {
  let standing: Standing = observe(
    UNSEEN,
    { kind: 'past', canary: NO_TRAFFIC, stable: past },
    criteria,
  );
  let isPastFloor = false;
  return {
    name: 'ours',
    warm(tick) {
      standing = observe(standing, { kind: 'warm-up', ...tick }, criteria);
      isPastFloor ||= judge(standing, criteria, told).verdict === 'fail';
    },
    look(_, tick) {
      if (isPastFloor) return 'abort'; // in its warm-up already
      standing = observe(standing, { kind: 'judged', ...tick }, criteria);
      const { verdict } = judge(standing, criteria, told);
      return verdict === 'fail' ? 'abort' : verdict === 'pass' ? 'promote' : null;
    },
  };
}

const PER_MINUTE = 6;

interface Minute {
  readonly canary: Counters;
  readonly stable: Counters;
}

/** Calls `end` with what was served in each minute, at its end; minutes count from 1. */
function eachMinute(end: (minute: Minute, n: number) => Answer): Judge['look'] {
  let minute: Minute = { canary: NO_TRAFFIC, stable: NO_TRAFFIC };
  return (n, tick) => {
    minute = {
      canary: together(minute.canary, tick.canary),
      stable: together(minute.stable, tick.stable),
    };
    if ((n + 1) % PER_MINUTE !== 0) return null;
    const done = minute;
    minute = { canary: NO_TRAFFIC, stable: NO_TRAFFIC };
    return end(done, (n + 1) / PER_MINUTE);
  };
}

/** Of the latencies, as well as buckets tell. */
function meanMs({ buckets }: Counters): number {
  let [sum, below, from] = [0, 0, 0];
  for (const [le, count] of buckets) {
    sum += (count - below) * (le === null ? from : Math.sqrt(Math.max(1, from) * le));
    below = count;
    from = le ?? from;
  }
  return below === 0 ? 0 : sum / below;
}

/** Mann-Whitney on minute means of errors and latency, 98 % sure: at some minutes, or once at the end. */
function mannWhitneyJudge(name: string, isTime: (minute: number) => boolean): Judge {
  const seen = { canary: [] as Counters[], stable: [] as Counters[] };
  const isWorse = (of: (counters: Counters) => number): boolean =>
    mannWhitney(seen.canary.map(of), seen.stable.map(of)).p < 0.01;
  const look = eachMinute(({ canary, stable }, n) => {
    if (canary.requests > 0 && stable.requests > 0) {
      seen.canary.push(canary);
      seen.stable.push(stable);
    }
    return isTime(n) && (isWorse(errorRate) || isWorse(meanMs)) ? 'abort' : null;
  });
  return { name, warm() {}, look };
}

/** Fails at the third minute, in a row or not, with success below 99 % or a p99 1.5 times the old one's. */
function fixedThresholds(): Judge {
  let strikes = 0;
  const look = eachMinute(({ canary, stable }) => {
    const now = quantileMs(canary, 0.99);
    const before = quantileMs(stable, 0.99);
    const isSlow = now !== null && before !== null && now > before * 1.5;
    if (isSlow || errorRate(canary) > 0.01) strikes += 1;
    return strikes >= 3 ? 'abort' : null;
  });
  return { name: 'fixed thresholds', warm() {}, look };
}

/** A one-sided z-test at 1 % of all so far, at every look: of errors and of requests slower than p99. */
function peekingZ(past: Counters): Judge {
  const ms = quantileMs(past, 0.99) ?? 0;
  const none: Tally = { n: 0, k: 0 };
  const sums = { errors: [none, none], slow: [none, none] };
  const isWorse = ([canary = none, stable = none]: readonly Tally[]): boolean => {
    const p = shareOf(plus(canary, stable));
    const variance = p * (1 - p) * (1 / canary.n + 1 / stable.n);
    return (
      variance > 0 && upperTail((shareOf(canary) - shareOf(stable)) / Math.sqrt(variance)) < 0.01
    );
  };
  return {
    name: 'peeking z-test',
    warm() {},
    look(_, { canary, stable }) {
      [canary, stable].forEach((one, i) => {
        sums.errors[i] = plus(sums.errors[i] ?? none, { n: one.requests, k: one.errors });
        sums.slow[i] = plus(sums.slow[i] ?? none, slowerThan(one, ms));
      });
      return isWorse(sums.errors) || isWorse(sums.slow) ? 'abort' : null;
    },
  };
}

/** All of them, fresh, for one hour of the same traffic. */
export function judges(past: Counters): readonly Judge[] {
  return [
    ours(past),
    mannWhitneyJudge('Mann-Whitney every 5 min', (n) => n % 5 === 0),
    mannWhitneyJudge('Mann-Whitney once', (n) => n === 60),
    fixedThresholds(),
    peekingZ(past),
  ];
}
