import { recoveries, sayOpen } from '../kills/recovery.ts';
import { EXECUTORS, type Lane, standLanes } from '../program/lanes.ts';
import { faultsOf, figuresOf, judgeLane, type Verdict } from '../program/verdict.ts';
import { type Order, type Outcome, type Trial, told } from '../trial.ts';
import { type Frozen, freezings, PLACES_TO_FREEZE } from './freezing.ts';

/** In all lanes together. */
const SIZES = { short: 6, full: 200 } as const;

/**
 * A worker frozen past its lease while another one takes over; then it thaws and goes on as if nothing
 * had happened. Every executor here knows the fence, so nothing of it may come through.
 */
export const zombies: Trial = {
  name: 'zombies',
  says: 'SIGSTOP past the lease and SIGCONT beside the heir, at every executor and bell',
  run,
};

async function run({ size, seed, bells, tell }: Order): Promise<Outcome> {
  const standing = await standLanes(bells, seed);
  try {
    const { lanes, skipped } = standing;
    const each = Math.ceil(SIZES[size] / lanes.length);
    const played = await Promise.all(
      lanes.map(async (lane) => {
        const frozen = await freezings(lane, each, tell);
        const { promised, calmMs } = await recoveries(lane, 0);
        const verdict = await judgeLane(lane, [...frozen.promised, ...promised]);
        return { lane, frozen, verdict, calmMs };
      }),
    );
    const verdicts = played.map(({ verdict }) => verdict);
    const faults = faultsOf(verdicts);
    const open = (await Promise.all(lanes.map(sayOpen))).flat();
    if (faults.length > 0) tell(`words of every life: ${await standing.keepLogs()}`);
    const named = [...faults, ...open].map((fault) => `seed ${seed}, ${fault}`);
    return { figures: report(played, skipped, SIZES[size]), faults: named };
  } finally {
    await standing.stop();
  }
}

function report(
  played: readonly { lane: Lane; frozen: Frozen; verdict: Verdict; calmMs: number | null }[],
  skipped: readonly string[],
  wanted: number,
): Outcome['figures'] {
  const sum = (of: (one: Frozen) => number): number =>
    played.reduce((total, { frozen }) => total + of(frozen), 0);
  const count = sum((one) => one.zombies);
  const met = new Set(
    played.flatMap(({ lane, frozen }) =>
      [...frozen.places].map((place) => `${lane.executor} ${place}`),
    ),
  );
  return [
    ...skipped.map((what) => told(`on ${what}`, `skipped: needs ${what}`)),
    {
      figure: 'zombies (SIGSTOP past the lease)',
      value: String(count),
      target: String(wanted),
      pass: count >= wanted,
    },
    told(
      '  places × kinds covered',
      `${met.size} of ${PLACES_TO_FREEZE.length * EXECUTORS.length}`,
    ),
    told(
      '  whose targets had been claimed when they thawed',
      sum(({ superseded }) => superseded),
    ),
    told(
      '  refused as stale',
      sum(({ refused }) => refused),
    ),
    ...figuresOf(played.map(({ verdict }) => verdict)),
  ];
}
