import type { Catalog } from '../domain/catalog/catalog.ts';
import { isDeploymentId, isOver } from '../domain/deployment/deployment.ts';
import type { Lock } from '../domain/governance/lock.ts';
import { scopeOf } from '../domain/governance/lock-place.ts';
import { LOCK_RULES } from '../domain/governance/lock-rules.ts';
import { tendLock } from '../domain/governance/tend-lock.ts';
import type { Log } from '../ports/log.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

export interface TendLocks {
  readonly records: Pick<Records, 'locks' | 'deployment'>;
  readonly store: Pick<Store, 'change'>;
  readonly catalog: () => Catalog;
  readonly log: Log;
}

/**
 * Does to every lock what its time has come for. It is decided on the row as it stands then, so two processes do
 * it once; what nobody tends holds nothing once its time is over.
 */
export async function tendLocks(ports: TendLocks): Promise<void> {
  for (const lock of await ports.records.locks()) await tendOne(ports, lock);
}

async function tendOne({ records, store, catalog, log }: TendLocks, lock: Lock): Promise<void> {
  const changeOver = await isChangeOver(records, lock);
  const rules = catalog().locks ?? LOCK_RULES;
  const { service, environment } = lock;
  const tended = await store.change({ target: { service, environment } }, ({ lock: row, now }) => {
    // What is over was over for this tenure; one that began since is another's.
    const same = row?.token === lock.token;
    return tendLock(row, rules, { now, changeOver: changeOver && same });
  });
  if (tended.kind === 'recorded')
    log.info({ service, environment, token: lock.token }, 'a lock was tended');
}

/** A lock for a deployment, or on one, ends with it. */
async function isChangeOver(records: TendLocks['records'], lock: Lock): Promise<boolean> {
  const { service, held } = lock;
  const ids = [
    ...(held?.cause.kind === 'deployment' ? [held.cause.id] : []),
    ...(scopeOf(lock) === 'change' ? [service] : []),
  ];
  for (const id of ids) {
    const d = isDeploymentId(id) ? await records.deployment(id) : null;
    if (d && isOver(d)) return true;
  }
  return false;
}
