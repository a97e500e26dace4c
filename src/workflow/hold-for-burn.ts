import { runsTo } from '../domain/breaker/place.ts';
import { isApprovedFix } from '../domain/deployment/approved-fix.ts';
import { measuredTo } from '../domain/deployment/burn-spell.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { burnCause, noteWhole, wholeBurn } from '../domain/deployment/whole-burn.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Objective } from '../domain/verdict/objective.ts';
import type { Log } from '../ports/log.ts';
import type { Records } from '../ports/records.ts';
import { type HoldRunning, holdRunning } from './hold-running.ts';

interface HoldForBurn extends HoldRunning {
  readonly records: Pick<Records, 'burn' | 'deployments' | 'now'>;
  readonly log: Log;
}

/**
 * Holds what runs there, once, when all of the service begins to burn: whoever resumes it is not held for the same
 * again. A fix that a second person approved goes on. A process that dies before it is noted leaves it to the next.
 */
export async function holdForBurn(
  ports: HoldForBurn,
  place: Target,
  objectives: readonly Objective[],
): Promise<void> {
  if (objectives.length === 0) return;
  const [seen, now] = await Promise.all([ports.records.burn(place), ports.records.now()]);
  const at = seen && measuredTo(seen, now);
  if (!seen || at === null) return;
  const why = wholeBurn(seen, objectives, at);
  if (why !== null && !seen.whole) {
    const isMeant = (d: Deployment): boolean => runsTo(place, d) && !isApprovedFix(d);
    const held = await holdRunning(ports, isMeant, why, burnCause(place));
    ports.log.warn({ ...place, why, held }, 'a service burns its budget');
  }
  await ports.store.change({ target: place }, () => noteWhole(seen, why !== null, at));
}
