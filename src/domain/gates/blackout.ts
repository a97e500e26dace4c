import { z } from 'zod';
import { pass, wait } from '../kernel/ruling.ts';
import { defineGate } from './gate.ts';

/** No blackout holds the target at this moment, and it is within its release windows. */
export const blackout = defineGate({
  kind: 'blackout',
  says: 'no blackout is in force, and it is within its release windows',
  evidence: false,
  config: z.object({ kind: z.literal('blackout') }),
  needs: ['blackouts'],
  rule(_, { blackouts }, about) {
    const last = blackouts.toSorted((a, b) => b.until - a.until)[0];
    if (!last) return pass;
    const why = last.between
      ? `is outside its release windows; the next is ${last.name}`
      : `is in blackout (${last.name})`;
    return wait('blackout', `${about.environment} ${why}`, {
      until: last.until,
      who: [last.owner],
    });
  },
});
