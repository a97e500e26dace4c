import { runsTo } from '../domain/breaker/place.ts';
import { type BurnWatch, burnOf, isWatched } from '../domain/deployment/burn-watch.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { noteOwn, ownBurn } from '../domain/deployment/own-burn.ts';
import { burnCause } from '../domain/deployment/whole-burn.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Objective } from '../domain/verdict/objective.ts';
import type { Records } from '../ports/records.ts';
import { type GoBack, goBack } from './go-back.ts';
import { type HoldRunning, holdRunning } from './hold-running.ts';
import { newestMet } from './newest-met.ts';
import { type Trip, trip } from './trip.ts';

/** More than run at one place. */
const MOST_RUNNING = 50;
/** Of several objectives that burn, what the first of these asks for is done. */
const HARDEST: readonly Objective['onBurn'][] = ['rollback', 'stop', 'pause'];

export interface HeedBurn extends GoBack, HoldRunning, Trip {
  readonly records: Pick<Records, 'breakers' | 'burn' | 'deployments' | 'now'>;
  readonly store: GoBack['store'];
}

/**
 * Undoes the newest version that people meet there where it burns, or holds it and asks, or stops its line. Each
 * deployment is held once, and the line stopped once, for one burn: whoever resumes or opens has decided.
 */
export async function heedBurn(
  ports: HeedBurn,
  place: Target,
  objectives: readonly Objective[],
): Promise<void> {
  const { records, store } = ports;
  const [d, seen, now] = await Promise.all([
    newestMet(ports, place),
    records.burn(place),
    records.now(),
  ]);
  const burns = d && seen && hardest(d, seen, objectives, now);
  if (!burns) return;
  const { onBurn, why } = burns;
  if (onBurn === 'rollback' && d.previous)
    await goBack(ports, d, `${why}. Rule: rollback-when-burning`);
  const before = ownBurn(seen, d.id, now);
  if (onBurn === 'stop' && !before)
    await trip(ports, place, { cause: 'burn', because: `${why} (${d.id})` });
  // What is newer and not met yet keeps it from going back: people decide before they meet that as well.
  const isMeant = (one: Deployment): boolean =>
    runsTo(place, one) && !before?.held.includes(one.id);
  await holdRunning(ports, isMeant, why, burnCause(place));
  const running = await records.deployments({
    ...place,
    statuses: ['running'],
    limit: MOST_RUNNING,
  });
  const held = running.filter(({ hold }) => hold !== null).map(({ id }) => id);
  await store.change({ target: place }, (at) => noteOwn(seen, { of: d.id, held }, at.now));
}

function hardest(
  d: Deployment,
  seen: BurnWatch,
  objectives: readonly Objective[],
  now: Instant,
): { readonly onBurn: Objective['onBurn']; readonly why: string } | undefined {
  return objectives
    .filter((one) => isWatched(d, one, now))
    .flatMap((one) => {
      const why = burnOf(d, seen, one, now);
      return why === null ? [] : [{ onBurn: one.onBurn, why }];
    })
    .toSorted((a, b) => HARDEST.indexOf(a.onBurn) - HARDEST.indexOf(b.onBurn))[0];
}
