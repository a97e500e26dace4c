import type { Deployment } from '../domain/deployment/deployment.ts';
import { expectedMs } from '../domain/deployment/expected.ts';
import type { Context } from '../ports/context.ts';
import type { Typical } from '../projections/lock-turns.ts';

/** How long each of these is expected to take, by the medians of their services where they go. */
export async function typicalOf(
  { records }: { readonly records: Pick<Context['records'], 'typicalTimes'> },
  all: readonly Pick<Deployment, 'service' | 'environment'>[],
): Promise<Typical> {
  const environments = [...new Set(all.map(({ environment }) => environment))];
  const typical = await Promise.all(
    environments.map(async (environment) => {
      const own = all.filter((d) => d.environment === environment);
      const services = [...new Set(own.map(({ service }) => service))];
      return [environment, await records.typicalTimes(services, environment)] as const;
    }),
  );
  const known = new Map(typical);
  return ({ service, environment, plan }) => expectedMs(plan, known.get(environment)?.get(service));
}
