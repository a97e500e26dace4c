import { placementOf } from '../domain/catalog/find.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { type Budget, closingOf, mostSpent } from '../domain/verdict/budget.ts';
import type { Context } from '../ports/context.ts';

type Ports = Pick<Context, 'catalog' | 'records'>;

/** A target that is closed because its error budget is spent. */
export interface Spent extends Target {
  readonly budget: Budget;
  readonly owners: readonly string[];
}

/** Every target that its spent budget closes now; in one environment, or (null) in all. */
export async function spentBudgets(
  { catalog, records }: Ports,
  environment: string | null,
  now: Instant,
): Promise<readonly Spent[]> {
  const places = catalog().services.flatMap((service) =>
    Object.keys(service.environments)
      .filter((name) => environment === null || name === environment)
      .map((name) => ({ service, environment: name })),
  );
  const found = await Promise.all(
    places.map(async ({ service, environment: name }): Promise<readonly Spent[]> => {
      const closing = closingOf(placementOf(service, name));
      if (closing.length === 0) return [];
      const target = { service: service.name, environment: name };
      const seen = await records.burn(target);
      const budget = seen && mostSpent(seen, closing, now);
      return budget && budget.share >= 1 ? [{ ...target, budget, owners: service.owners }] : [];
    }),
  );
  return found.flat();
}
