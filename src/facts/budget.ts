import { findService, placementOf } from '../domain/catalog/find.ts';
import { OLDEST_MS } from '../domain/deployment/burn-spell.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { closingOf, mostSpent } from '../domain/verdict/budget.ts';
import type { Fact } from './fact.ts';

/**
 * How much of the target's error budget is spent, by what the watcher has counted: of several objectives the one
 * that has spent most. Null where none closes the target. Not known: nothing was counted yet, or the newest count is
 * too old.
 */
export const budget: Fact<'budget'> = {
  name: 'budget',
  async read({ records, catalog }, about, at) {
    const service = findService(catalog(), about.service);
    const closing = closingOf(service && placementOf(service, about.environment));
    const [first] = closing;
    if (!first) return null;
    const seen = await records.burn(about);
    if (!seen?.readAt) throw new Error(`nothing has been measured of ${first.name} yet`);
    const age = at - seen.readAt;
    if (age > OLDEST_MS) {
      throw new Error(`${first.name} was last measured ${sayDuration(age)} ago`);
    }
    return mostSpent(seen, closing, at);
  },
};
