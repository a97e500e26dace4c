import { EVERY, FLEET, type Place } from '../domain/breaker/place.ts';
import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { environmentNamed, placeNamed, serviceNamed } from './find.ts';

interface Typed {
  readonly where?: string | undefined;
  readonly in?: string | undefined;
}

/** `all`, `all in production`, `shop`, or `shop in production`; a lone name of an environment is all of it. */
export function linePlace(
  ctx: Pick<Context, 'catalog' | 'records'>,
  { where = 'all', in: inside }: Typed,
  line: string,
): Place | Refusal {
  if (['all', '*', 'everything'].includes(where.toLowerCase())) {
    const environment = inside === undefined ? null : environmentNamed(ctx, inside, line);
    if (isRefusal(environment)) return environment;
    return environment ? { service: EVERY, environment: environment.name } : FLEET;
  }
  if (inside !== undefined) {
    const place = placeNamed(ctx, { service: where, environment: inside }, line);
    if (isRefusal(place)) return place;
    return { service: place.service.name, environment: place.environment.name };
  }
  const service = serviceNamed(ctx, where, line);
  if (!isRefusal(service)) return { service: service.name, environment: EVERY };
  const environment = environmentNamed(ctx, where, line);
  return isRefusal(environment) ? service : { service: EVERY, environment: environment.name };
}
