import { platformsUnder } from '../domain/catalog/find.ts';
import { type Held, holding } from '../domain/governance/lock.ts';
import { placesOver } from '../domain/governance/lock-place.ts';
import type { Waiter } from '../domain/governance/precedence.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Fact, Sources } from './fact.ts';

/** The locks that hold over the target, over all its environment, its platforms, or this deployment alone. */
export const locks: Fact<'locks'> = {
  name: 'locks',
  read: (sources, about, at) => locksOver(sources, about, at),
};

export async function locksOver(
  { records, catalog }: Sources,
  target: Target & Pick<Waiter, 'id'>,
  at: Instant,
): Promise<readonly Held[]> {
  const places = placesOver(target, target.id, platformsUnder(catalog(), target.service));
  return (await records.locksAt(places)).flatMap((lock) => holding(lock, at) ?? []);
}
