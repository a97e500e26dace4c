import type { Configuration } from '../domain/configuration/configuration.ts';
import { rouse, type Unattended } from '../domain/deployment/unattended.ts';
import type { Alarms } from '../ports/alarms.ts';
import type { Bell } from '../ports/bell.ts';
import type { Configurations } from '../ports/configurations.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';
import { chase } from './chase.ts';
import { type HandOver, handOver } from './hand-over.ts';
import { type Digests, sendDigests } from './send-digests.ts';
import { type TendActions, tendActions } from './tend-actions.ts';
import { type TendClosings, tendClosings } from './tend-closings.ts';
import { tendLocks } from './tend-locks.ts';
import { type TendQuarantines, tendQuarantines } from './tend-quarantines.ts';
import { tellVersions } from './versions.ts';

const NAME = 'unattended';
const MOST = 50;
/** Far longer than a repeat of its sender is taken, so that an act is known again as long as it counts. */
const KEEP_ACTS_MS = 24 * 3_600_000;

/** One word on one incident; `found` is empty when it is over. */
export interface AlarmWord {
  readonly incident: number;
  readonly n: number;
  readonly found: readonly Unattended[];
}

export interface Reconcile extends HandOver, Digests {
  readonly records: Pick<Records, 'unattended' | 'reviews' | 'locks' | 'deployment' | 'now'> &
    TendActions['records'] &
    TendClosings['records'] &
    TendQuarantines['records'];
  readonly alarms: Alarms;
  readonly inbox: Pick<Inbox, 'prune'>;
  readonly store: Pick<Store, 'change' | 'nextId'>;
  readonly bell: Bell;
  readonly sayAlarm: (word: AlarmWord) => Promise<void>;
  readonly configurations: Pick<Configurations, 'list'> & TendActions['configurations'];
  readonly sayConfiguration: (version: Configuration) => Promise<void>;
  readonly log: Log;
}

/**
 * Looks for deployments that nothing will move, tells people once for each incident, and wakes those
 * that only miss a wake-up. What is merely late is the sweep's, which rings for it each second. Reviews
 * that are owed are asked for, and action items that are open; versions of the configuration that nobody was told of are told; what is held or waits hears what closes; locks end and
 * pass on, and quarantines of tests end; who comes on call is told what is open, and who asked for it of their week; acts that were finished a day ago are forgotten.
 */
export async function reconcile(ports: Reconcile): Promise<number> {
  const found = await ports.records.unattended(MOST);
  for (const one of found) await wake(ports, one);
  await alarm(ports, found);
  await chase(ports);
  await tellVersions(ports.configurations, ports.sayConfiguration);
  await tendActions(ports);
  await tendClosings(ports);
  await tendLocks(ports);
  await tendQuarantines(ports);
  await handOver(ports);
  await sendDigests(ports);
  await ports.inbox.prune(KEEP_ACTS_MS);
  return found.length;
}

/** Said before it is recorded, so that a process that dies in between leaves it to the next. */
async function alarm(
  { alarms, sayAlarm, log }: Reconcile,
  found: readonly Unattended[],
): Promise<void> {
  const raised = await alarms.find(NAME);
  const about = found.map(({ deployment, neglect }) => `${deployment.id} ${neglect}`).join(', ');
  const open = found.length > 0;
  if (open === raised.open && (about === raised.about || !open)) return;
  const next = raised.open
    ? { incident: raised.incident, n: raised.n + 1 }
    : { incident: raised.incident + 1, n: 1 };
  await sayAlarm({ ...next, found });
  await alarms.record(NAME, { ...next, open, about });
  const fields = { incident: next.incident, about };
  if (open) log.error(fields, 'deployments that nothing will move');
  else log.info(fields, 'every deployment has what moves it');
}

async function wake({ store, bell, log }: Reconcile, { deployment }: Unattended): Promise<void> {
  const about = { target: deployment, deployment: deployment.id };
  const woken = await store.change(about, ({ deployment: d, now }) => d && rouse(d, now));
  if (woken.kind !== 'recorded') return;
  log.warn({ deployment: deployment.id }, 'it had no wake-up and was given one');
  await bell.ring('advance', deployment.id);
}
