import type { Catalog } from '../../domain/catalog/catalog.ts';
import type { Relation } from '../../domain/correlation/topology.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Context } from '../../ports/context.ts';

const HOUR_MS = 3_600_000;
/** Of each question; the newest. */
export const MOST = 200;
/** Incidents of the same services before, from which is learned. */
export const LESSONS = 50;
/** Near what is hurt a leak of yesterday counts; elsewhere only what has just moved could be told apart. */
export const NEAR_MS = 24 * HOUR_MS;
export const ELSEWHERE_MS = 2 * HOUR_MS;
/** Clocks of alerts and of ours differ by seconds. */
export const LATE_MS = 60_000;

export type Reads = Pick<Context, 'catalog' | 'records' | 'configurations'>;

export interface Related {
  /** What is hurt, as far as it is known. */
  readonly hurt: readonly string[];
  readonly near: readonly string[];
  readonly of: (service: string) => readonly Relation[];
}

/** The environments that are hurt; all of them where none is known. */
export function environmentsOf(catalog: Catalog, incident: Incident): readonly string[] {
  const all = catalog.environments.map(({ name }) => name);
  const named = [incident.environment, ...incident.places.map(({ environment }) => environment)];
  const hurt = all.filter((name) => named.includes(name));
  return hurt.length > 0 ? hurt : all;
}
