import type { Alert } from '../../src/domain/incident/alert.ts';
import type { Incident, IncidentId } from '../../src/domain/incident/incident.ts';
import { joinFor, openFor, type Telling } from '../../src/domain/incident/tell.ts';
import type { Target } from '../../src/domain/kernel/target.ts';
import type { Instant } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createPool } from '../../src/store/pool.ts';
import { PATIENT } from '../postgres/patience.ts';
import type { Story } from './harness.ts';

type World = Pick<Story, 'database' | 'now' | 'settle' | 'fairway'>;

/** An alert begins at this target, as a source would tell of it. */
export async function goesWrong(
  story: World,
  place: Target,
  { name = 'HighErrorRate' }: { readonly name?: string } = {},
): Promise<IncidentId> {
  const id = await withStore(story, async (store) => {
    const made = { id: await store.nextIncidentId(), channel: 'C0DEPLOYS1' };
    await store.change({ target: place }, ({ now }) =>
      openFor(telling(place, made.id, name, { startedAt: now, endedAt: null }), made, now),
    );
    return made.id;
  });
  await story.settle();
  return id;
}

/** The alert ends. */
export async function calmsDown(story: World, id: IncidentId): Promise<void> {
  await withStore(story, async (store) => {
    const incident = await story.fairway.records.incident(id);
    const [alert] = incident?.alerts ?? [];
    if (!incident || !alert) throw new Error(`${id} has no alert`);
    await store.change({ target: incident }, ({ now }) =>
      joinFor(incident, telling(incident, id, alert.name, { ...alert, endedAt: now }), now),
    );
  });
  await story.settle();
}

async function withStore<T>(
  { database, now }: World,
  run: (store: ReturnType<typeof createStore>) => Promise<T>,
): Promise<T> {
  const pool = createPool(database.url, {
    ...{ max: 1, applicationName: 'alerts', onError: () => {} },
    within: PATIENT,
  });
  try {
    return await run(createStore({ pool, clock: { now } }));
  } finally {
    await pool.end();
  }
}

function telling(
  { service, environment }: Target | Incident,
  ref: string,
  name: string,
  times: { readonly startedAt: Instant; readonly endedAt: Instant | null },
): Telling {
  const { startedAt, endedAt } = times;
  const alert: Alert = {
    source: 'alerts',
    fingerprint: ref,
    name,
    summary: null,
    severity: 'error',
    service,
    environment,
    labels: {},
    url: null,
    startedAt,
    endedAt,
  };
  return {
    place: { service, environment },
    reference: { source: 'alerts', ref, url: null },
    alerts: [alert],
  };
}
