import { findService, placementOf } from '../domain/catalog/find.ts';
import { movedBy, mustSet, type Stand, settled, standsAt } from '../domain/deployment/astray.ts';
import type { Deployment, DeploymentId } from '../domain/deployment/deployment.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Observation } from '../ports/deployer.ts';
import { hasShares, runs } from '../ports/desired.ts';
import { inTrace, traceOf } from '../ports/trace.ts';
import { type SetAgain, setAgain } from './set-again.ts';

/** Between two looks at one that stands still: a proxy that begins anew may show a version to everybody. */
const EVERY_MS = 10_000;
/** Looks begun in one turn; they are made side by side. */
const MOST = 8;
/** More than run at once anywhere. */
const MOST_RUNNING = 500;

export type WatchStanding = SetAgain & Pick<Context, 'provider' | 'configurations'>;

/**
 * Looks whether what stands still in the middle of a rollout (held, or waiting for what must pass before its next step)
 * has its traffic where the plan put it. What was forgotten is set again; what somebody moved is told and stays.
 */
export function createWatchStanding(ports: WatchStanding): () => Promise<void> {
  let lookAt = new Map<DeploymentId, Instant>();
  return async () => {
    const { records, log } = ports;
    const filter = { statuses: ['running'], limit: MOST_RUNNING } as const;
    const [now, running] = await Promise.all([records.now(), records.deployments(filter)]);
    const standing = running.filter((d) => standsAt(d) !== null);
    lookAt = new Map(standing.map(({ id }) => [id, lookAt.get(id) ?? now]));
    const due = standing
      .filter(({ id }) => dueOf(id) <= now)
      .toSorted((a, b) => dueOf(a.id) - dueOf(b.id))
      .slice(0, MOST);
    await Promise.all(due.map((d) => inTrace(traceOf(d), () => lookOnce(d, now))));

    function dueOf(id: DeploymentId): Instant {
      return lookAt.get(id) ?? now;
    }
    async function lookOnce(d: Deployment, at: Instant): Promise<void> {
      lookAt.set(d.id, plus(at, EVERY_MS));
      try {
        const isBegun = await look(ports, d);
        if (isBegun) lookAt.set(d.id, at);
      } catch (error) {
        log.warn({ deployment: d.id, error: String(error) }, 'traffic was not looked at');
      }
    }
  };
}

/** Whether something was begun that the next turn looks after. */
async function look(ports: WatchStanding, d: Deployment): Promise<boolean> {
  const wanted = standsAt(d);
  const catalog = await ports.configurations.at(d.configuration);
  const service = findService(catalog, d.service);
  const placement = service && placementOf(service, d.environment);
  if (wanted === null || !placement) return false;
  const provider = ports.provider(d, catalog);
  const standOf = async () =>
    seenAs(d, wanted, await provider.deployer.observe(d, placement.target));
  const seen = await standOf();
  if (provider.deployer.dedup !== 'none' && mustSet(d, seen))
    return setAgain(ports, { provider, placement, standOf }, d, seen);
  const says = seen.isSettled ? settled : movedBy;
  if (seen.isSettled && !d.progress.astray) return false;
  await ports.store.change({ target: d, deployment: d.id }, ({ deployment, now }) =>
    deployment?.revision === d.revision ? says(deployment, seen, now) : null,
  );
  return false;
}

function seenAs(d: Deployment, wanted: number, seen: Observation): Stand {
  const own = seen.live.find(({ digest }) => digest === d.artifact.digest);
  const both = d.previous ? [d.artifact, d.previous] : [d.artifact];
  return {
    wanted,
    share: own?.percent ?? 0,
    isSettled: hasShares(d.artifact, d.previous, wanted)(seen),
    isForgotten: seen.forgot === true,
    isWell: both.every((one) => runs(one)(seen)),
  };
}
