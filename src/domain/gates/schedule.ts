import { z } from 'zod';
import { pass, wait } from '../kernel/ruling.ts';
import { instant } from '../kernel/time.ts';
import { defineGate } from './gate.ts';

export const SCHEDULED = 'scheduled';

/** The moment for which it was planned has come. */
export const schedule = defineGate({
  kind: 'schedule',
  says: 'the time it was planned for has come',
  evidence: false,
  config: z.object({
    kind: z.literal('schedule'),
    at: z.number().int().transform(instant),
    /** The same moment on the wall it was meant on, with the zone. */
    written: z.string(),
  }),
  needs: [],
  rule({ at, written }, _, about, now) {
    if (now >= at) return pass;
    return wait(SCHEDULED, `planned for ${written}`, {
      until: at,
      who: [about.requestedBy],
    });
  },
});
