import { closingsAfter } from '../domain/governance/closing.ts';
import type { Fact } from './fact.ts';

/** What closes next for the target. */
export const closings: Fact<'closings'> = {
  name: 'closings',
  read: async ({ catalog }, about, at) => closingsAfter(catalog(), about, at),
};
