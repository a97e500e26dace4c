import type { Catalog, Placement } from '../catalog/catalog.ts';
import { dependantsOf, findEnvironment } from '../catalog/find.ts';
import { isSameTarget, type Target } from '../kernel/target.ts';
import { type Journey, namesVersion } from '../verdict/journey/form.ts';
import { isPageStep } from '../verdict/journey/page-step.ts';
import { currentStep, type Deployment, exposure } from './deployment.ts';

/** A journey that is walked now and then, and how long from one round to the next. Milliseconds. */
export interface WatchedJourney extends Target {
  readonly journey: Journey;
  readonly everyMs: number;
}

/** What nobody has chosen a pace for is walked no more often, however soon its rounds follow in a step. */
const LEAST_MS = 10_000;
/** Nor is what only waits to be green again while nothing goes on there. */
const IDLE_MS = 60_000;

/** Every journey that may be walked while something goes on. */
export function watchable(catalog: Catalog): readonly WatchedJourney[] {
  return catalog.services.flatMap(({ name: service, environments }) =>
    Object.entries(environments).flatMap(([environment, placement]) =>
      journeysAt(catalog, { service, environment }, placement),
    ),
  );
}

/**
 * Those of services that are being deployed, or that stand on one that is. Not while a deployment walks
 * the same journey as a step of its own, which decides what that means; nor where nothing serves yet.
 */
export function watchedNow(
  all: readonly WatchedJourney[],
  catalog: Catalog,
  running: readonly Deployment[],
): readonly WatchedJourney[] {
  const touched = new Set(running.flatMap((d) => touchedBy(catalog, d)));
  return all.filter((one) => {
    const own = running.find((d) => isSameTarget(d, one));
    if (own && (!serves(own) || walks(own, one.journey.name))) return false;
    return touched.has(placeOf(one));
  });
}

/** The same at the pace of one that only waits to be green again. */
export function idly(one: WatchedJourney): WatchedJourney {
  return { ...one, everyMs: Math.max(one.everyMs, IDLE_MS) };
}

/** Whether this deployment is of what it walks through, or of what that stands on. */
export function concerns(catalog: Catalog, one: WatchedJourney, d: Deployment): boolean {
  return (
    touchedBy(catalog, d).includes(placeOf(one)) &&
    !(isSameTarget(d, one) && walks(d, one.journey.name))
  );
}

function journeysAt(
  catalog: Catalog,
  place: Target,
  { journeys = [] }: Placement,
): readonly WatchedJourney[] {
  const isProtected = findEnvironment(catalog, place.environment)?.protected ?? false;
  return journeys.flatMap((journey) => {
    const everyMs = paceOf(journey, isProtected);
    return everyMs === null ? [] : [{ ...place, journey, everyMs }];
  });
}

/** Left out: in protected environments, where it only asks. What it orders it would order each time. */
function paceOf({ watch, every, steps }: Journey, isProtected: boolean): number | null {
  if (watch !== undefined) return watch;
  const asks = steps.every((step) => !isPageStep(step) && /^(GET|HEAD)$/.test(step.method));
  return isProtected && asks && !namesVersion(steps) ? Math.max(every, LEAST_MS) : null;
}

/** Where it may be felt: where it is, and whatever stands on that. A rollback mends. */
function touchedBy(
  catalog: Catalog,
  { kind, service, environment }: Deployment,
): readonly string[] {
  if (kind !== 'deploy') return [];
  const names = [service, ...dependantsOf(catalog, [service]).map(({ name }) => name)];
  return names.map((name) => placeOf({ service: name, environment }));
}

function placeOf({ service, environment }: Target): string {
  return `${service} ${environment}`;
}

function walks(d: Deployment, name: string): boolean {
  const step = currentStep(d);
  return d.hold === null && step?.kind === 'journey' && step.journey.name === name;
}

function serves(d: Deployment): boolean {
  return d.previous !== null || exposure(d) === 100;
}
