import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { pathOf } from '../catalog/find.ts';

export interface Aim {
  readonly service: Service;
  readonly environment: Environment;
}

/** Every service in every environment where it runs. */
export function aimsOf(catalog: Catalog): readonly Aim[] {
  return catalog.services.flatMap((service) =>
    pathOf(catalog, service).map((environment) => ({ service, environment })),
  );
}
