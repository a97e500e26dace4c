import { type Figure, percentile } from '../../../bench/figure.ts';
import { type Lane, type Lanes, standLanes } from '../program/lanes.ts';
import { faultsOf, figuresOf, judgeLane, type Verdict } from '../program/verdict.ts';
import { type Order, type Outcome, type Trial, told } from '../trial.ts';
import { type Killed, killings } from './killing.ts';
import { type Recovered, recoveries, sayOpen } from './recovery.ts';
import { createSchedule, type Schedule } from './schedule.ts';

/**
 * In all lanes together; the last ones are at the pace of production, and their recovery is timed. The
 * short run's machine may have other guests: there the limit only tells a lease from none at all.
 */
const SIZES = {
  short: { kills: 140, timed: 1, recoveredWithinMs: 45_000 },
  full: { kills: 1_000, timed: 8, recoveredWithinMs: 15_000 },
} as const;

/**
 * Fairway on every kind of executor and on either bell, each a lane of its own side by side, is killed
 * at every boundary of a step and again while it recovers; then it must have finished everything once.
 */
export const kills: Trial = {
  name: 'kills',
  says: 'kill -9 at every step boundary × executor × bell, and again while it recovers',
  alone: true,
  run,
};

async function run({ size, seed, bells, tell }: Order): Promise<Outcome> {
  const standing = await standLanes(bells, seed);
  try {
    const { lanes } = standing;
    const { kills: all, timed, recoveredWithinMs } = SIZES[size];
    const each = Math.ceil(all / lanes.length) - timed;
    const played = await Promise.all(lanes.map((lane) => play(lane, { each, timed, tell })));
    const faults = faultsOf(played.map(({ verdict }) => verdict));
    const open = (await Promise.all(lanes.map(sayOpen))).flat();
    if (faults.length > 0) tell(`words of every life: ${await standing.keepLogs()}`);
    const named = [...faults, ...open].map((fault) => `seed ${seed}, ${fault}`);
    return { figures: report(played, standing, { timed, recoveredWithinMs }), faults: named };
  } finally {
    await standing.stop();
  }
}

interface Played {
  readonly schedule: Schedule;
  readonly killed: Killed;
  readonly recovered: Recovered;
  readonly verdict: Verdict;
}

async function play(
  lane: Lane,
  { each, timed, tell }: { each: number; timed: number; tell: Order['tell'] },
): Promise<Played> {
  const schedule = createSchedule(lane.executor, lane.random);
  const killed = await killings(lane, schedule, each, tell);
  const recovered = await recoveries(lane, timed);
  const verdict = await judgeLane(lane, [...killed.promised, ...recovered.promised]);
  return { schedule, killed, recovered, verdict };
}

function report(
  played: readonly Played[],
  { lanes, skipped }: Lanes,
  { timed, recoveredWithinMs }: { readonly timed: number; readonly recoveredWithinMs: number },
): readonly Figure[] {
  const sum = (of: (one: Played) => number): number => played.reduce((n, one) => n + of(one), 0);
  const [met, all] = [sum((p) => p.schedule.covered.size), sum((p) => p.schedule.all.length)];
  const count = sum(({ killed }) => killed.kills) + timed * lanes.length;
  const [cases, again] = [
    sum(({ killed }) => killed.kills - killed.again),
    sum(({ killed }) => killed.again),
  ];
  const recoveriesMs = played.flatMap(({ recovered }) => recovered.recoveriesMs);
  const p99 = percentile(recoveriesMs, 0.99);
  const calms = played.map(({ recovered }) => recovered.calmMs);
  const calm = calms.includes(null) ? null : Math.max(...calms.map((ms) => ms ?? 0));
  return [
    ...skipped.map((what) => told(`on ${what}`, `skipped: needs ${what}`)),
    told('SIGKILLs', count),
    told(
      '  exactly at a boundary',
      sum(({ killed }) => killed.atBoundary),
    ),
    told('  boundaries × kinds × bells covered', `${met} of ${all}`),
    {
      figure: '  followed by a second kill',
      value: `${again} of ${cases}`,
      target: '1 of 3',
      pass: again * 3 >= cases,
    },
    told(
      '    before anything had recovered',
      sum(({ killed }) => killed.whileRecovering),
    ),
    ...figuresOf(played.map(({ verdict }) => verdict)),
    {
      figure: `recovery after kill -9, lease 10 s, p99 of ${recoveriesMs.length}`,
      value: `${(p99 / 1_000).toFixed(1)} s`,
      target: `${recoveredWithinMs / 1_000} s`,
      pass: recoveriesMs.length > 0 && p99 <= recoveredWithinMs,
    },
    {
      figure: 'all done after calm',
      value: calm === null ? 'never' : `${(calm / 1_000).toFixed(1)} s`,
      target: '60 s',
      pass: calm !== null && calm <= 60_000,
    },
  ];
}
