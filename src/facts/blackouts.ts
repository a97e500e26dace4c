import { closedByHand } from '../domain/governance/ad-hoc-blackout.ts';
import { closingsAt } from '../domain/governance/closing.ts';
import type { Fact } from './fact.ts';

/**
 * What is closed for the target at this moment: blackouts, those of calendars, the time between its release
 * windows, and what somebody closed by a command.
 */
export const blackouts: Fact<'blackouts'> = {
  name: 'blackouts',
  async read({ closures, records }, about, at) {
    const byHand = await records.blackouts(about.environment);
    return [
      ...closingsAt(await closures(), about, at),
      ...byHand.flatMap((one) => closedByHand(one, about, at) ?? []),
    ];
  },
};
