import { z } from 'zod';
import { pass, wait } from '../kernel/ruling.ts';
import { defineGate } from './gate.ts';

/** No blackout holds the target at this moment. */
export const blackout = defineGate({
  kind: 'blackout',
  says: 'no blackout is in force',
  evidence: false,
  config: z.object({ kind: z.literal('blackout') }),
  needs: ['blackouts'],
  rule(_, { blackouts }, about) {
    const last = blackouts.toSorted((a, b) => b.until - a.until)[0];
    if (!last) return pass;
    return wait('blackout', `${about.environment} is in blackout (${last.name})`, {
      until: last.until,
      who: [last.owner],
    });
  },
});
