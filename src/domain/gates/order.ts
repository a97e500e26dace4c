import { z } from 'zod';
import { block, pass, wait } from '../kernel/ruling.ts';
import { defineGate } from './gate.ts';

/**
 * Every earlier environment has had this very digest at 100 % and found it good. It waits while one of
 * them is about to, and blocks where nothing will.
 */
export const order = defineGate({
  kind: 'order',
  says: 'the same digest is Verified in every earlier environment',
  evidence: true,
  config: z.object({ kind: z.literal('order') }),
  needs: ['promotion'],
  rule(_, { promotion }, about) {
    const missing = promotion.find((earlier) => !earlier.verified);
    if (!missing) return pass;
    const what = `${about.service} ${about.version} is not verified in ${missing.environment}`;
    return missing.underway
      ? wait('underway', `${what} yet: ${missing.underway} is on its way there`)
      : block('order', `${what}, which comes before ${about.environment}`);
  },
});
