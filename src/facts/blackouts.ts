import { closingsAt } from '../domain/governance/closing.ts';
import type { Fact } from './fact.ts';

/** What is closed for the target at this moment: blackouts, and the time between its release windows. */
export const blackouts: Fact<'blackouts'> = {
  name: 'blackouts',
  read: async ({ catalog }, about, at) => closingsAt(catalog(), about, at),
};
