import type { Environment, Service } from '../domain/catalog/catalog.ts';
import { placementOf } from '../domain/catalog/find.ts';
import { EVERY_SERVICE } from '../domain/governance/ad-hoc-blackout.ts';
import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Context } from '../ports/context.ts';
import { environmentNamed, placeNamed } from './find.ts';

/** What somebody closes or opens: one service in an environment, or all of the environment. */
export interface ClosedPlace {
  readonly environment: Environment;
  readonly services: readonly Service[];
  readonly target: Target;
  readonly name: string;
}

/** `production`, or `shop in production`. */
export function closedPlace(
  ctx: Pick<Context, 'catalog' | 'records'>,
  {
    where = '',
    in: inside,
  }: { readonly where?: string | undefined; readonly in?: string | undefined },
  line: string,
): ClosedPlace | Refusal {
  if (inside !== undefined && where !== '') {
    const place = placeNamed(ctx, { service: where, environment: inside }, line);
    if (isRefusal(place)) return place;
    const { service, environment } = place;
    const target = { service: service.name, environment: environment.name };
    return {
      environment,
      services: [service],
      target,
      name: `${service.name} in ${environment.name}`,
    };
  }
  const environment = environmentNamed(ctx, inside ?? where, line);
  if (isRefusal(environment)) return environment;
  const { name } = environment;
  const services = ctx.catalog().services.filter((one) => placementOf(one, name) !== null);
  return { environment, services, target: { service: EVERY_SERVICE, environment: name }, name };
}
