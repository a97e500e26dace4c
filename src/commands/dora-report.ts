import type { Catalog, Environment, Service } from '../domain/catalog/catalog.ts';
import { groupsOf, isFlag, pathOf } from '../domain/catalog/find.ts';
import type { Period } from '../domain/dora/delivery.ts';
import { partsOf } from '../domain/dora/period-parts.ts';
import { isUnlinked } from '../domain/dora/remedies.ts';
import { type Dora, doraOf } from '../domain/dora/report.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Context } from '../ports/context.ts';
import type { DoraReport } from '../projections/dora.ts';
import { linkedIncidents } from './dora-period.ts';

/** The services that a person owns, by the groups they are in. */
export function ownedBy(catalog: Catalog, { id }: Pick<Actor, 'id'>): readonly Service[] {
  const groups = id === null ? [] : groupsOf(catalog, id);
  return catalog.services.filter((s) => s.owners.some((owner) => groups.includes(owner)));
}

/** Where the path of each service ends, or in one environment for all of them; flags are asked for by name. */
export function placesOf(
  catalog: Catalog,
  services: readonly Service[],
  only: Environment | null = null,
): readonly Target[] {
  const built = services.filter((service) => !isFlag(service));
  return built.flatMap((service): Target[] => {
    const environment = only ?? pathOf(catalog, service).at(-1);
    return environment ? [{ service: service.name, environment: environment.name }] : [];
  });
}

/** The metrics of one place, with what could not be linked. */
export async function reportOn(
  ctx: Pick<Context, 'records'>,
  target: Target,
  period: Period,
): Promise<DoraReport> {
  const incidents = await linkedIncidents(ctx, target, period);
  const summary = await ctx.records.dora(target, period, incidents);
  const unlinked = incidents.filter((one) => isUnlinked(one, period)).map(({ id }) => id);
  const unremedied = incidents.flatMap(({ id, causes }) => {
    const those = causes.filter(({ deployment }) => summary.unremedied.includes(deployment));
    return those.map(({ deployment }) => `${id} (${deployment})`);
  });
  return { target, dora: doraOf(summary, period), unlinked, unremedied };
}

/** Of more than these nobody waits for a chart. */
const MOST_DRAWN = 20_000;

/** With the metrics of each part of the period, as known at the same moment. */
export async function withCourse(
  ctx: Pick<Context, 'records'>,
  report: DoraReport,
): Promise<DoraReport> {
  const { target, dora } = report;
  if (dora.summary.deployments > MOST_DRAWN) return { ...report, undrawnAbove: MOST_DRAWN };
  const incidents = await linkedIncidents(ctx, target, dora.period);
  const parts: Dora[] = [];
  // One after the other: a chart is no reason to take the database from others.
  for (const period of partsOf(dora.period)) {
    parts.push(doraOf(await ctx.records.dora(target, period, incidents), period));
  }
  return { ...report, parts };
}
