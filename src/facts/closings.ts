import { closingsAfter } from '../domain/governance/closing.ts';
import type { Fact } from './fact.ts';

/** What closes next for the target. */
export const closings: Fact<'closings'> = {
  name: 'closings',
  read: async ({ closures }, about, at) => closingsAfter(await closures(), about, at),
};
