import { closedAt, outsideAt } from '../domain/governance/window.ts';
import type { Fact } from './fact.ts';

/** What is closed for the target at this moment: blackouts, and the time between its release windows. */
export const blackouts: Fact<'blackouts'> = {
  name: 'blackouts',
  async read({ catalog }, about, at) {
    const { blackouts: all, windows } = catalog();
    const closed = all.map((window) => closedAt(window, about, at));
    return [...closed, outsideAt(windows, about, at)].filter((one) => one !== null);
  },
};
