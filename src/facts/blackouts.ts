import { closedAt } from '../domain/governance/window.ts';
import type { Fact } from './fact.ts';

/** The blackouts that hold the target at this moment. */
export const blackouts: Fact<'blackouts'> = {
  name: 'blackouts',
  async read({ catalog }, about, at) {
    return catalog()
      .blackouts.map((window) => closedAt(window, about, at))
      .filter((closed) => closed !== null);
  },
};
