import { type Happening, restsUntil, type Stop, type TrialEnd } from '../domain/breaker/breaker.ts';
import { type Breaker, decideBreaker } from '../domain/breaker/decide.ts';
import { fixesStop } from '../domain/breaker/fix.ts';
import { runsTo } from '../domain/breaker/place.ts';
import { stopSaid } from '../domain/breaker/said.ts';
import { isApprovedFix } from '../domain/deployment/approved-fix.ts';
import { type Deployment, isDeploymentId, isOver } from '../domain/deployment/deployment.ts';
import { trippings } from '../domain/deployment/failures.ts';
import { goesBefore } from '../domain/governance/precedence.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Records } from '../ports/records.ts';
import { holdRunning } from './hold-running.ts';
import { type Trip, trip } from './trip.ts';

const MOST = 500;
/** One that was chosen to try and does not start for so long lets another try. */
const TRIAL_STARTS_MS = 15 * 60_000;

export interface TendBreakers extends Trip {
  readonly records: Pick<Records, 'breakers' | 'deployment' | 'deployments' | 'now'>;
}

/**
 * Stops lines on which too much failed, holds what runs on those that are stopped, lets one try where a line
 * has rested, and closes the breaker once that went well. Every turn looks at what is so, so a process that
 * dies half-way leaves the rest to the next; each change is made over the revision it saw, so it is made once.
 */
export async function tendBreakers(ports: TendBreakers): Promise<void> {
  await tripOnFailures(ports);
  for (const one of await ports.records.breakers()) {
    await tend(ports, one).catch((error: unknown) => {
      const { service, environment } = one;
      ports.log.warn({ service, environment, error: String(error) }, 'a breaker was not tended');
    });
  }
}

async function tripOnFailures(ports: TendBreakers): Promise<void> {
  const { breaker: rule, environments } = ports.catalog();
  if (!rule) return;
  const now = await ports.records.now();
  const since = plus(now, -rule.within);
  const [ended, breakers] = await Promise.all([
    ports.records.deployments({ statuses: ['failed'], since, limit: MOST }),
    ports.records.breakers(),
  ]);
  for (const { place, because, parties } of trippings(
    ended,
    breakers,
    { rule, environments },
    now,
  )) {
    await trip(ports, place, { cause: 'failures', because, parties });
  }
}

async function tend(ports: TendBreakers, breaker: Breaker): Promise<void> {
  const { state } = breaker;
  const now = await ports.records.now();
  if (state.kind === 'closed') return;
  if (state.kind === 'open' && !state.settled) {
    await holdWhatRuns(ports, breaker, state.stop);
    return record(ports, breaker, () => ({ kind: 'settle' }));
  }
  if (state.kind === 'open') {
    const until = restsUntil(state);
    if (until === null || now < until) return;
    return record(ports, breaker, (at) => ({ kind: 'rest', at }));
  }
  if (state.trial) {
    const { id, since } = state.trial;
    const end = await endOf(ports, id, since, now);
    return end ? record(ports, breaker, (at) => ({ kind: 'tried', id, end, at })) : undefined;
  }
  const id = await nextToTry(ports, breaker);
  return id ? record(ports, breaker, (at) => ({ kind: 'try', id, at })) : undefined;
}

async function record(
  { store }: TendBreakers,
  breaker: Breaker,
  what: (at: Instant) => Happening,
): Promise<void> {
  const { service, environment } = breaker;
  const place = { service, environment };
  await store.change({ target: place }, ({ now }) => decideBreaker(breaker, place, what(now)));
}

/** Rollbacks go on, and so does a fix of what stopped it that a second person approved. */
async function holdWhatRuns(ports: TendBreakers, breaker: Breaker, stop: Stop): Promise<void> {
  const why = stopSaid(stop, breaker);
  const isFix = (d: Deployment): boolean => fixesStop(stop, d.fixes) && isApprovedFix(d);
  await holdRunning(ports, (d) => runsTo(breaker, d) && !isFix(d), why);
}

async function endOf(
  { records }: TendBreakers,
  id: string,
  since: Instant,
  now: Instant,
): Promise<TrialEnd | null> {
  const d = isDeploymentId(id) ? await records.deployment(id) : null;
  if (!d) return 'neither';
  if (!isOver(d)) return d.startedAt === null && now - since > TRIAL_STARTS_MS ? 'neither' : null;
  if (d.status === 'cancelled') return 'neither';
  return d.status === 'succeeded' ? 'good' : 'bad';
}

/** The first in line of those of low risk that nothing but this line keeps from starting. */
async function nextToTry({ records }: TendBreakers, breaker: Breaker): Promise<string | null> {
  const pending = await records.deployments({ statuses: ['pending'], limit: MOST });
  const ready = pending.filter(
    (d) =>
      runsTo(breaker, d) &&
      d.risk?.level === 'low' &&
      d.waiting.length > 0 &&
      d.waiting.every(({ gate }) => gate === 'breaker'),
  );
  return ready.toSorted((a, b) => (goesBefore(a, b) ? -1 : 1))[0]?.id ?? null;
}
