import type { Pool } from 'pg';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Confidence } from '../../src/domain/correlation/confidence.ts';
import type { Alert } from '../../src/domain/incident/alert.ts';
import type { IncidentId } from '../../src/domain/incident/incident.ts';
import { openFor } from '../../src/domain/incident/tell.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';
import { compose } from '../../src/main.ts';
import type { Log } from '../../src/ports/log.ts';
import { createStore } from '../../src/store/change.ts';
import { createNoopProvider } from '../steps/noop-provider.ts';
import { benchCatalog } from '../steps/organisation.ts';
import type { Graph } from './graph.ts';
import { type Incident, nameOf, PRODUCTION } from './play.ts';

/**
 * What was named of an incident, the likeliest first, beside what two rivals would have. `ms`: from the alert to a
 * message that is ready to leave; null while the program warms up.
 */
export interface Asked {
  readonly incident: Incident;
  readonly named: readonly string[];
  readonly confidence: Confidence | null;
  readonly recent: readonly string[];
  readonly same: readonly string[];
  readonly ms: number | null;
}

const SETTINGS = { leaseMs: 10_000, withdrawMs: 0, requestExpiresMs: 86_400_000 } as const;
const note = (fields: unknown, message: string): void =>
  void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
/** It warns of every incident; what goes wrong is an error. */
const log: Log = { info() {}, warn() {}, error: note };
/** The first ones are asked while the program is still being compiled. */
const WARM = 3;

/**
 * Opens each incident as an alert would, in the order of time, and sees what is ready to be posted of it.
 * @param until writes what has begun until an instant: nothing of what comes later is there to be read, nor in the way
 */
export async function ask(
  pool: Pool,
  graph: Graph,
  incidents: readonly Incident[],
  until: (now: number) => Promise<void>,
): Promise<readonly Asked[]> {
  const catalog = await catalogOf(graph);
  let now: Instant = instant(0);
  const clock = { now: () => now };
  const store = createStore({ pool, clock });
  const fairway = compose({
    ...{ pool, clock, log, settings: SETTINGS, catalog: () => catalog },
    bell: { ring: async () => {}, ringIn: () => false, unanswered: async () => 0 },
    nudge() {},
    providers: new Map([['noop', createNoopProvider()]]),
    slack: { botToken: 'xoxb-bench', signingSecrets: ['bench'], appToken: null, apiUrl: null },
  });
  const all: Asked[] = [];
  for (const incident of incidents.toSorted((a, b) => a.beganAt - b.beganAt)) {
    now = instant(Math.ceil(incident.beganAt));
    await until(now);
    const since = performance.now();
    const id = await opens(store, incident, now);
    await fairway.relay();
    const ms = performance.now() - since;
    const s = await fairway.records.suspicion(id);
    const { rows } = await pool.query('SELECT 1 FROM message WHERE key = $1', [`suspects:${id}`]);
    if (!s || rows.length === 0) throw new Error(`nothing was said of ${id}`);
    const named = s.last.named.map(({ subject }) => subject);
    const { confidence } = s.last;
    all.push({ incident, named, confidence, ms, ...(await rivals(pool, incident)) });
    await pool.query('UPDATE incident SET open = false WHERE id = $1', [id]);
  }
  await fairway.slack.stop();
  return all.map((one, i) => (i < WARM ? { ...one, ms: null } : one));
}

async function opens(
  store: ReturnType<typeof createStore>,
  { service, beganAt }: Incident,
  now: Instant,
): Promise<IncidentId> {
  const id = await store.nextIncidentId();
  const place = { service: nameOf(service), environment: PRODUCTION };
  const alert: Alert = {
    source: 'alerts',
    fingerprint: id,
    name: 'ErrorsOverLimit',
    summary: null,
    severity: 'error',
    ...place,
    labels: {},
    startedAt: instant(beganAt),
    endedAt: null,
    url: null,
  };
  const reference = { source: 'alerts', ref: id, url: null };
  const telling = { place, reference, alerts: [alert] };
  const made = { id, channel: 'C0DEPLOYS1' };
  const recorded = await store.change({ target: place }, () => openFor(telling, made, now));
  if (recorded.kind !== 'recorded') throw new Error(`${id}: ${recorded.kind}`);
  return id;
}

/** What people do without help: look at what was met last, anywhere, or of the very service. */
async function rivals(pool: Pool, { service, beganAt }: Incident) {
  const newest = async (only: string | null): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ id: string }>(
      `(SELECT id, (body ->> 'exposedAt')::bigint AS met FROM deployment
        WHERE environment = $1 AND started_at <= $2 AND ($3::text IS NULL OR service = $3)
          AND greatest(requested_at, started_at, finished_at) >= $2 - 86400000
        ORDER BY met DESC LIMIT 3)
       UNION ALL
       (SELECT id, at AS met FROM moved_elsewhere
        WHERE environment = $1 AND at <= $2 AND at >= $2 - 86400000
          AND ($3::text IS NULL OR service = $3)
        ORDER BY met DESC LIMIT 3)
       ORDER BY met DESC LIMIT 3`,
      [PRODUCTION, Math.ceil(beganAt), only],
    );
    return rows.map(({ id }) => id);
  };
  return { recent: await newest(null), same: await newest(nameOf(service)) };
}

/** The organisation of the benches, with these services and who calls whom. */
async function catalogOf(graph: Graph): Promise<Catalog> {
  const catalog = await benchCatalog(1);
  const [model] = catalog.services;
  if (!model) throw new Error('the bench has no service');
  const services = graph.calls.map((calls, service) => ({
    ...model,
    name: nameOf(service),
    aliases: [],
    dependsOn: calls.map(({ to }) => nameOf(to)),
  }));
  return { ...catalog, services };
}
