import type { Catalog } from '../domain/catalog/catalog.ts';
import { findService, placementOf } from '../domain/catalog/find.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Spike } from '../domain/deployment/spike.ts';
import {
  type Exposure,
  followedBy,
  noticedIn,
  sinceItsEnd,
  underWay,
} from '../domain/deployment/spikes-in.ts';
import type { Records } from '../ports/records.ts';
import { saidIn } from './confirm-alerts.ts';

/** Open ones, and more that are over than one day of trouble brings. */
const MOST_INCIDENTS = 50;

export interface NoticeSpikes {
  readonly records: Pick<Records, 'burn' | 'deployment' | 'incidents' | 'ledger' | 'samples'>;
  readonly catalog: () => Catalog;
}

/**
 * When people were served worse by a deployment that is over, as far as that is known now: what is told of later is
 * not in it. Of a rollback also what led to it, where what it returns from had succeeded.
 */
export async function noticeSpikes(ports: NoticeSpikes, d: Deployment): Promise<readonly Spike[]> {
  const from = d.rollbackOf === null ? null : await ports.records.deployment(d.rollbackOf);
  const before = from ? await within(ports, from, sinceItsEnd(from, d)) : [];
  return [...before, ...(await within(ports, d, underWay(d)))];
}

async function within(
  { records, catalog }: NoticeSpikes,
  d: Deployment,
  time: Exposure | null,
): Promise<readonly Spike[]> {
  if (time === null) return [];
  const { id, service, environment, plan } = d;
  const found = findService(catalog(), service);
  const objectives = (found && placementOf(found, environment))?.objectives ?? [];
  const [samples, burn, incidents] = await Promise.all([
    plan.some(({ kind }) => kind === 'judge') ? records.samples(id) : [],
    objectives.length > 0 ? records.burn({ service, environment }) : null,
    records.incidents({ service, environment, limit: MOST_INCIDENTS }),
  ]);
  const noticed = noticedIn(d, { samples, burn, objectives, incidents }, time);
  if (noticed.length === 0) return [];
  return followedBy(noticed, (await records.ledger(id)).map(saidIn), time);
}
