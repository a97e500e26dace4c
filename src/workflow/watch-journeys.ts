import { vantagesOf } from '../domain/catalog/find.ts';
import type { Deployment, DeploymentId } from '../domain/deployment/deployment.ts';
import {
  beginRound,
  causeOf,
  closed,
  endRound,
  heeded,
  isDue,
  isOwed,
  type JourneyWatch,
  type JourneyWatchRow,
  type Red,
} from '../domain/deployment/journey-watch.ts';
import { calm, holdsFor, sayRed, sayStop } from '../domain/deployment/red-journey.ts';
import {
  concerns,
  idly,
  type WatchedJourney,
  watchable,
  watchedNow,
} from '../domain/deployment/watched-journeys.ts';
import type { Change } from '../domain/kernel/change.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { tally } from '../domain/verdict/journey/vote.ts';
import type { Provider } from '../ports/provider.ts';
import type { Records } from '../ports/records.ts';
import { type HoldRunning, holdRunning } from './hold-running.ts';
import { type Trip, trip } from './trip.ts';
import { walkRound } from './walk-round.ts';

/** More than run at once anywhere, and than are red. */
const MOST = 500;

export interface WatchJourneys extends HoldRunning, Trip {
  readonly records: Pick<
    Records,
    'breakers' | 'deployment' | 'deployments' | 'journeyWatch' | 'now' | 'redJourneys'
  >;
  readonly provider: (target: Target) => Pick<Provider, 'probes'>;
}

/**
 * Walks the journeys of what is being deployed, and of what stands on that, one after another, each at its pace by one
 * worker alone; one that is red goes on being walked until it is green. Enough red rounds in a row hold what runs there
 * and what that stands on, once: whoever resumes it is not held for the same again. Nothing is ever blamed, started,
 * resumed or promoted by it.
 */
export async function watchJourneys(ports: WatchJourneys): Promise<void> {
  const all = watchable(ports.catalog());
  if (all.length === 0) return;
  for (const one of await toWalk(ports, all)) {
    await tend(ports, one).catch((error: unknown) => {
      const { service, environment, journey } = one;
      const fields = { service, environment, journey: journey.name, error: String(error) };
      ports.log.warn(fields, 'a journey was not watched');
    });
  }
}

async function toWalk(
  ports: WatchJourneys,
  all: readonly WatchedJourney[],
): Promise<readonly WatchedJourney[]> {
  const { records, store, catalog } = ports;
  const [running, reds] = await Promise.all([
    records.deployments({ statuses: ['running'], limit: MOST }),
    records.redJourneys(MOST),
  ]);
  const now = watchedNow(all, catalog(), running);
  const gone = reds.filter((red) => !all.some((one) => isOf(red, one)));
  for (const one of gone) await store.change({ target: placeOf(one) }, () => closed(one));
  const idle = all.filter((one) => !now.includes(one) && reds.some((red) => isOf(red, one)));
  return [...now, ...idle.map(idly)];
}

async function tend(ports: WatchJourneys, one: WatchedJourney): Promise<void> {
  const { records, catalog, provider } = ports;
  const { journey } = one;
  const target = placeOf(one);
  const last = await records.journeyWatch(target, journey.name);
  if (!isDue(last, one, await records.now())) return;
  if (last && isOwed(last)) return answer(ports, one, last); // whoever walked is gone
  const begun = await write(ports, target, (at) => beginRound(last, target, journey.name, at));
  if (!begun) return; // another worker walks it
  const given = { ...target, version: '', key: `${causeOf(begun)}:${begun.walkedAt}` };
  const ground = { provider: provider(target), vantages: vantagesOf(catalog()) };
  const { votes } = await walkRound(ground, { ...journey, picture: 'never' }, given);
  const count = tally(votes, journey.quorum);
  const ended = await write(ports, target, (at) =>
    endRound(begun, { votes, count }, journey.confirm, at),
  );
  if (ended) await answer(ports, one, ended);
}

/** What stands there now; null where somebody else was faster. */
async function write(
  { store }: WatchJourneys,
  target: Target,
  decide: (now: Instant) => Change<JourneyWatchRow, never> | null,
): Promise<JourneyWatch | null> {
  const recorded = await store.change({ target }, ({ now }) => decide(now));
  if (recorded.kind !== 'recorded') return null;
  return (
    recorded.rows.flatMap((row) => (row.table === 'journey_watch' ? [row.row] : []))[0] ?? null
  );
}

/** Does what follows from red, and says that it is over: again where a process died in between. */
async function answer(
  ports: WatchJourneys,
  one: WatchedJourney,
  watch: JourneyWatch,
): Promise<void> {
  const { red } = watch;
  if (!red) return;
  if (red.held === null) {
    const held = await heed(ports, one, watch, red);
    await write(ports, placeOf(one), () => heeded(watch, held));
  } else if (red.until !== null) {
    for (const id of red.held) await sayCalm(ports, id, watch);
    await write(ports, placeOf(one), () => closed(watch));
    ports.log.info({ journey: causeOf(watch), held: red.held }, 'a journey is green again');
  }
}

/** Holds what it concerns before its line stops, so that each is held for what it is. */
async function heed(
  ports: WatchJourneys,
  one: WatchedJourney,
  watch: JourneyWatch,
  red: Red,
): Promise<readonly DeploymentId[]> {
  const { catalog, log, records } = ports;
  const { journey } = one;
  const isMeant = (d: Deployment): boolean =>
    concerns(catalog(), one, d) && holdsFor(journey, red, d);
  await holdRunning(ports, isMeant, (d) => sayRed(watch, red, d), causeOf(watch));
  const running = await records.deployments({ statuses: ['running'], limit: MOST });
  const held = running.filter((d) => isMeant(d) && d.hold !== null).map(({ id }) => id);
  if (journey.onRed === 'stop' && held.length > 0)
    await trip(ports, placeOf(one), { cause: 'journey', because: sayStop(watch, red) });
  log.warn({ journey: causeOf(watch), says: red.says, held }, 'a journey is red');
  return held;
}

async function sayCalm(
  { records, store }: WatchJourneys,
  id: DeploymentId,
  watch: JourneyWatch,
): Promise<void> {
  const d = await records.deployment(id);
  if (!d) return;
  await store.change({ target: d, deployment: id }, ({ deployment, now }) =>
    deployment ? calm(deployment, watch, now) : null,
  );
}

function isOf(watch: JourneyWatch, { service, environment, journey }: WatchedJourney): boolean {
  return (
    watch.service === service && watch.environment === environment && watch.name === journey.name
  );
}

function placeOf({ service, environment }: Target): Target {
  return { service, environment };
}
