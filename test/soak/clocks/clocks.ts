import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../../../bench/figure.ts';
import { settle } from '../crowd/account.ts';
import { amongPeople, ask, assemble, type Crowd, disperse } from '../crowd/crowd.ts';
import { deliverTo } from '../deliveries/deliveries.ts';
import { standAlone } from '../program/ground.ts';
import { allDeployments, openDeployments } from '../program/watch.ts';
import type { Orders } from '../program/words.ts';
import { createRandom, type Random } from '../random.ts';
import { type BellKind, none, type Order, type Outcome, type Trial, told } from '../trial.ts';
import { seenLeases, watchLeases } from './lease-watch.ts';
import { BLACKOUT, minuteBefore, rulesFrom, WITHDRAW_MS } from './rules.ts';
import { blackouts, stuckMessages, type Waits, watchedSteps, withdrawWindows } from './timed.ts';

const SIZES = {
  short: { lastsMs: 22_000, jumps: 2, counts: { events: 60, replays: 40, outside: 10 } },
  full: { lastsMs: 300_000, jumps: 30, counts: { events: 600, replays: 100, outside: 50 } },
} as const;
/** Ten minutes, and half a round of the blackout: whoever goes by it is in the wrong half. */
const WRONG_MS = 600_000 + BLACKOUT.everyMs / 2;
const WRONG_CLOCK = join(import.meta.dirname, 'wrong-clock.ts');
const TURN_MS = 300;
const MORE_MS = 3 * BLACKOUT.everyMs;

/** Clocks ten minutes ahead and behind, jumping from one to the other, beside a right one. */
export const clocks: Trial = {
  name: 'clocks',
  says: 'workers whose clocks are 10 minutes wrong and jump, beside a right one',
  async run(order) {
    const [bell = 'postgres'] = order.bells;
    const crowd = await deployWith(bell, order);
    const told = await hearWith(bell, order);
    return {
      figures: [...crowd.figures, ...told.figures],
      faults: [...crowd.faults, ...told.faults].map((fault) => `${fault} [seed ${order.seed}]`),
    };
  },
};

/** Deployments are driven and people are asked by workers that do not agree what time it is. */
async function deployWith(bell: BellKind, { size, seed, tell }: Order): Promise<Outcome> {
  const { lastsMs, jumps } = SIZES[size];
  const random = createRandom(seed);
  const ground = await standAlone(bell);
  const from = minuteBefore(Date.now());
  const ours = { rules: rulesFrom(from), withdrawMs: WITHDRAW_MS };
  const orders: readonly Partial<Orders>[] = [
    { ...ours },
    { ...ours, skewMs: WRONG_MS, jumps: jumping(jumps, lastsMs, random) },
    { ...ours, skewMs: -WRONG_MS, jumps: jumping(jumps, lastsMs, random) },
  ];
  try {
    const crowd = await assemble(ground, orders, { random, tell });
    try {
      await watchLeases(crowd.pool);
      const stuck = await amongPeople(crowd, () => goThrough(crowd, lastsMs, from));
      const outcome = await settle(crowd);
      if (outcome.faults.length > 0) tell(`words of every life: ${await ground.keepLog()}`);
      return await withTimes(outcome, crowd, stuck, from);
    } finally {
      await disperse(crowd);
    }
  } finally {
    await ground.stop();
  }
}

/** There and back again, at moments that the seed decides. */
function jumping(times: number, lastsMs: number, random: Random): Orders['jumps'] {
  const moments = Array.from({ length: times }, () => random.between(2_000, lastsMs));
  return moments
    .toSorted((a, b) => a - b)
    .map((afterMs) => ({ afterMs, skewMs: random.pick([-WRONG_MS, 0, WRONG_MS]) }));
}

/**
 * Goes on until something waited out a blackout, should chance have it otherwise. Answers the
 * messages that were put off too far.
 */
async function goThrough(crowd: Crowd, lastsMs: number, from: number): Promise<readonly string[]> {
  const stuck = new Set<string>();
  const began = performance.now();
  const lasts = (ms: number): boolean => performance.now() - began < ms;
  let held = false;
  while (lasts(lastsMs) || (!held && lasts(lastsMs + MORE_MS))) {
    const open = await openDeployments(crowd.pool);
    for (const d of open.filter((one) => one.waiting.some(({ code }) => code === 'approval')))
      await crowd.random.pick(crowd.lives).run(`/release approve ${d.id}`, 'bo');
    if (!open.some((d) => d.service === BLACKOUT.service)) await askForBlackout(crowd);
    held ||= blackouts(await allDeployments(crowd.pool), from).looked > 0;
    for (const one of await stuckMessages(crowd.pool)) stuck.add(one.replace(/ is due.*/, ''));
    await sleep(TURN_MS);
  }
  return [...stuck];
}

async function askForBlackout(crowd: Crowd): Promise<void> {
  const { service } = BLACKOUT;
  const line = `/deploy ${service}@2.${crowd.random.between(0, 1)}.0 to staging --wait`;
  await ask(crowd, crowd.random.pick(crowd.lives), line);
}

async function withTimes(
  { figures, faults }: Outcome,
  { pool }: Crowd,
  stuck: readonly string[],
  from: number,
): Promise<Outcome> {
  const all = await allDeployments(pool);
  const leases = await seenLeases(pool);
  const steps = await watchedSteps(pool, all);
  const withdrawals = withdrawWindows(all);
  const closed = blackouts(all, from);
  const late = stuck.map((key) => `${key} was put off by ten minutes`);
  return {
    figures: [
      ...waitFigures('judges and bakes', steps),
      ...waitFigures('withdraw windows', withdrawals),
      ...waitFigures('blackouts waited for', closed),
      told('leases taken, renewed, given back', leases.moves),
      none('  double leases', leases.double),
      none('  dated by a wrong clock', leases.misdated),
      none('messages put off beyond a minute', late),
      ...figures,
    ],
    faults: [
      ...faults,
      ...[steps, withdrawals, closed].flatMap((waits) => [...waits.early, ...waits.late]),
      ...[...leases.double, ...leases.misdated, ...late],
    ],
  };
}

function waitFigures(what: string, { looked, early, late }: Waits): readonly Figure[] {
  return [
    { figure: what, value: String(looked), target: '> 0', pass: looked > 0 },
    none('  over too early', early),
    none('  over too late', late),
  ];
}

/** Slack is right about the time, whoever it reaches; an act is worked on by another than took it. */
function hearWith(bell: BellKind, order: Order): Promise<Outcome> {
  const environments = [0, WRONG_MS, -WRONG_MS].map((skewMs) => ({
    NODE_OPTIONS: `--import=${WRONG_CLOCK}`,
    SOAK_SKEW_MS: String(skewMs),
  }));
  return deliverTo(bell, SIZES[order.size].counts, environments, order);
}
