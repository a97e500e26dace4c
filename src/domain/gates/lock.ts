import { z } from 'zod';
import { pass, wait } from '../kernel/ruling.ts';
import { defineGate } from './gate.ts';

/** Nobody has locked the target, or the one who did is asking. */
export const lock = defineGate({
  kind: 'lock',
  says: 'nobody else has locked the service there',
  evidence: false,
  config: z.object({ kind: z.literal('lock') }),
  needs: ['lock'],
  rule(_, { lock: held }, about) {
    if (held === null || held.by === about.requestedBy) return pass;
    const because = held.because ? `: ${held.because}` : '';
    return wait('lock', `${held.by} locked ${held.service} in ${held.environment}${because}`, {
      who: [held.by],
    });
  },
});
