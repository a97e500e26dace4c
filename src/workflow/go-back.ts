import type { Catalog } from '../domain/catalog/catalog.ts';
import { abort } from '../domain/deployment/abort.ts';
import type { Deployment, DeploymentId } from '../domain/deployment/deployment.ts';
import { rollBack } from '../domain/deployment/roll-back.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Log } from '../ports/log.ts';
import type { Decision, Store } from '../ports/store.ts';

export interface GoBack {
  readonly store: Pick<Store, 'change' | 'nextId'>;
  readonly catalog: () => Catalog;
  readonly digest: (text: string) => string;
  readonly log: Log;
}

/**
 * Returns to what served before because a rule says so, over the row as it is then: running or succeeded, not
 * rolled back yet, and nothing newer running there. Asked again it changes nothing.
 */
export async function goBack(ports: GoBack, seen: Deployment, why: string): Promise<void> {
  const id = await ports.store.nextId();
  const about = { target: seen, deployment: seen.id };
  const recorded = await ports.store.change(about, ({ deployment, running, now }) => {
    if (!deployment || (running && running.id !== deployment.id)) return null;
    return backFrom(ports, deployment, { id, why }, now);
  });
  if (recorded.kind !== 'recorded') return;
  ports.log.warn({ deployment: seen.id, rollback: id, why }, 'a version was rolled back by rule');
}

function backFrom(
  { digest, catalog }: GoBack,
  d: Deployment,
  { id, why }: { readonly id: DeploymentId; readonly why: string },
  now: Instant,
): Decision {
  if (d.rolledBackBy !== null || !d.previous) return null;
  if (d.status === 'running') {
    const ended = abort(d, 'fairway', why, id, now);
    return isRefusal(ended) ? null : ended;
  }
  if (d.status !== 'succeeded') return null;
  const back = {
    id,
    to: d.previous,
    by: 'fairway',
    why,
    code: 'auto',
    digest: digest(`${id} ${d.previous.digest}`),
    configuration: catalog().version,
  } as const;
  const gone = rollBack(d, back, now);
  return isRefusal(gone) ? null : gone;
}
