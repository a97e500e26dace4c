import { type Figure, percentile } from '../../../bench/figure.ts';
import { isOver } from '../../../src/domain/deployment/deployment.ts';
import { verifyLedger } from '../program/ledger.ts';
import {
  doubledEffects,
  lostEffects,
  staleEffects,
  strandedIn,
  strayTargets,
} from '../program/verify.ts';
import { allDeployments, whatServes } from '../program/watch.ts';
import { POINTS } from '../program/words.ts';
import { none, type Outcome, told } from '../trial.ts';
import type { Stage, Told } from './reign.ts';

/** One line for each figure, and every fault in words. */
export async function report(
  { ground, pool, chronicle }: Pick<Stage, 'ground' | 'pool' | 'chronicle'>,
  { killed, frozen, calm }: { killed: Told; frozen: Told; calm: number | null },
): Promise<Outcome> {
  const deployments = await allDeployments(pool);
  const [effects, keys] = [chronicle.effects(), chronicle.keys()];
  const promised = [...killed.promised, ...frozen.promised];
  const doubled = doubledEffects(effects, keys);
  const stale = staleEffects(effects);
  const lost = [
    ...lostEffects(deployments, keys, promised),
    ...strayTargets(deployments, await whatServes(ground.addresses.adminUrl)),
  ];
  const stranded = strandedIn(deployments);
  const ledger = await verifyLedger(pool);
  const over = deployments.filter(isOver).length;
  const parked = deployments.length - over - stranded.length;
  const points = POINTS.filter((at) => killed.killedAt.has(at)).length;
  const reachable = Math.min(POINTS.length, killed.kills);
  const recovery = percentile(killed.recoveriesMs, 0.99);
  const figures: readonly Figure[] = [
    told('SIGKILLs', killed.kills),
    told('  at different boundaries', `${points} of ${POINTS.length}`, `up to ${reachable}`),
    told('zombies (SIGSTOP past the lease)', frozen.kills),
    told('  writes and calls refused as stale', frozen.fenced),
    told('deployments', deployments.length),
    told('effects at the fleet', effects.length),
    none('doubled effects', doubled),
    none('stale effects', stale),
    none('lost', lost),
    {
      figure: 'terminal, or parked with reason and name',
      value: `${over} + ${parked}`,
      target: `${deployments.length}`,
      pass: stranded.length === 0 && deployments.length > 0,
    },
    {
      figure: 'ledger entries that verify',
      value: `${ledger.entries - ledger.faults.length}`,
      target: `${ledger.entries}`,
      pass: ledger.faults.length === 0 && ledger.entries > 0,
    },
    {
      figure: 'restart to first change p99 (lease 1 s)',
      value: `${(recovery / 1_000).toFixed(1)} s`,
      target: '15 s',
      pass: recovery <= 15_000,
    },
    {
      figure: 'all done after calm',
      value: calm === null ? 'never' : `${(calm / 1_000).toFixed(1)} s`,
      target: '60 s',
      pass: calm !== null && calm <= 60_000,
    },
  ];
  return { figures, faults: [...doubled, ...stale, ...lost, ...stranded, ...ledger.faults] };
}
