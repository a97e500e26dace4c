import type { Catalog } from '../../domain/catalog/catalog.ts';
import type { Relation } from '../../domain/correlation/topology.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Context } from '../../ports/context.ts';

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
