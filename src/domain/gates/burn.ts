import { z } from 'zod';
import { counting } from '../governance/approval.ts';
import { pass, wait } from '../kernel/ruling.ts';
import { defineGate } from './gate.ts';

/**
 * What starts does not start into a fire: its service burns its budget by no version's doing that anybody knows of, or
 * this is a fix that a second person said yes to. What runs when it begins is held by the watcher, once, and whoever
 * resumes it has decided; so what has started is asked nothing here.
 */
export const burn = defineGate({
  kind: 'burn',
  says: 'its service does not burn its error budget, or it is a fix that a second person approved',
  evidence: false,
  config: z.object({
    kind: z.literal('burn'),
    owners: z.array(z.string()).readonly().default([]),
  }),
  needs: ['burn', 'approvals'],
  rule({ owners }, { burn: why, approvals }, about) {
    if (why === null || about.startedAt != null) return pass;
    const fixes = about.fixes ?? null;
    if (fixes === null) {
      const passes = 'only a rollback, a fix (--fixes INC-42) and break-glass pass';
      return wait('burning', `${why}; until that is over ${passes}`, { who: owners });
    }
    const yes = counting(approvals, about.planDigest, [about.requestedBy]);
    if (yes.length > 0)
      return { ...pass, because: `the fix of ${fixes}, approved by a second person` };
    const asked = `as the fix of ${fixes} it passes once a second person approves it`;
    return wait('second-person', `${why}; ${asked}`, { who: owners });
  },
});
