import { z } from 'zod';
import { block, pass } from '../kernel/ruling.ts';
import { defineGate } from './gate.ts';

/** Every earlier environment has had this very digest at 100 % and found it good. */
export const order = defineGate({
  kind: 'order',
  says: 'the same digest is Verified in every earlier environment',
  config: z.object({ kind: z.literal('order') }),
  needs: ['promotion'],
  rule(_, { promotion }, about) {
    const missing = promotion.find((earlier) => !earlier.verified);
    if (!missing) return pass;
    return block(
      'order',
      `${about.service} ${about.version} is not verified in ${missing.environment}, which comes before ${about.environment}`,
    );
  },
});
