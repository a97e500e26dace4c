import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../../../bench/figure.ts';
import { isOver } from '../../../src/domain/deployment/deployment.ts';
import { release } from '../kills/demands.ts';
import { verifyLedger } from '../program/ledger.ts';
import type { Life } from '../program/life.ts';
import {
  asksPeople,
  doubledEffects,
  lostEffects,
  sayState,
  staleEffects,
  strandedIn,
  strayTargets,
} from '../program/verify.ts';
import { allDeployments, openDeployments, whatServes } from '../program/watch.ts';
import { none, type Outcome, told } from '../trial.ts';
import type { Crowd } from './crowd.ts';

const CALM_TARGET_MS = 60_000;
const CALM_WITHIN_MS = 120_000;
const STATUS_WITHIN_MS = 10_000;
const LOOK_MS = 250;

/** Waits until everything is over or asks people by name, and accounts for all that happened. */
export async function settle(crowd: Crowd): Promise<Outcome> {
  const calm = await calmDown(crowd);
  const silent = await silentOnes(crowd.lives);
  await crowd.chronicle.read();
  return account(crowd, calm, silent);
}

/** Milliseconds; null when it did not become calm. What people hold they let go, what waits for them they approve. */
async function calmDown({ pool, lives, tell }: Crowd): Promise<number | null> {
  const began = performance.now();
  while (performance.now() - began < CALM_WITHIN_MS) {
    const open = await openDeployments(pool);
    const held = open.filter((d) => d.hold?.by !== 'fairway' && d.hold);
    const others = open.filter((d) => d.hold === null || d.hold.by === 'fairway');
    const parked = others.filter((d) => asksPeople(d, others));
    if (parked.length === open.length) return performance.now() - began;
    for (const d of held) await lives[0]?.run(`/release ${release(d)} ${d.id}`);
    for (const d of open.filter(({ waiting }) => waiting.some(({ code }) => code === 'approval')))
      await lives[0]?.run(`/release approve ${d.id}`, 'bo');
    for (const d of open) tell(`calm: ${sayState(d)}`);
    await sleep(LOOK_MS);
  }
  return null;
}

/** Those that ended by themselves or no longer answer. */
async function silentOnes(lives: readonly Life[]): Promise<readonly string[]> {
  const words = lives.map(async (life) => {
    const late = sleep(STATUS_WITHIN_MS, null, { ref: false });
    const reply = await Promise.race([life.run('/release status'), late]);
    if (life.isGone()) return [`Fairway ${life.pid} ended by itself`];
    return reply?.kind === 'said'
      ? []
      : [`Fairway ${life.pid} answers ${reply?.text ?? 'nothing'}`];
  });
  return (await Promise.all(words)).flat();
}

async function account(
  { pool, chronicle, promised, ground, weather, lives }: Crowd,
  calm: number | null,
  silent: readonly string[],
): Promise<Outcome> {
  const deployments = await allDeployments(pool);
  const [effects, keys] = [chronicle.effects(), chronicle.keys()];
  const doubled = [...doubledEffects(effects, keys), ...staleEffects(effects)];
  const lost = [
    ...lostEffects(deployments, keys, promised),
    ...strayTargets(deployments, await whatServes(ground.addresses.adminUrl)),
  ];
  const stranded = strandedIn(deployments);
  const ledger = await verifyLedger(pool);
  const over = deployments.filter(isOver).length;
  const figures: readonly Figure[] = [
    told('deployments', deployments.length),
    told('effects at the fleet', effects.length),
    told('answers that something was away', weather),
    none('doubled or stale effects', doubled),
    none('lost', lost),
    {
      figure: 'terminal, or parked with reason and name',
      value: `${over} + ${deployments.length - over - stranded.length}`,
      target: `${deployments.length}`,
      pass: stranded.length === 0 && deployments.length > 0,
    },
    {
      figure: 'ledger entries that verify',
      value: `${ledger.entries - ledger.faults.length}`,
      target: `${ledger.entries}`,
      pass: ledger.faults.length === 0 && ledger.entries > 0,
    },
    none(`of ${lives.length} Fairways crashed or silent`, silent),
    {
      figure: 'all done after calm',
      value: calm === null ? 'never' : `${(calm / 1_000).toFixed(1)} s`,
      target: '60 s',
      pass: calm !== null && calm <= CALM_TARGET_MS,
    },
  ];
  return { figures, faults: [...doubled, ...lost, ...stranded, ...ledger.faults, ...silent] };
}
