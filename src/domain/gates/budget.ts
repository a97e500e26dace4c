import { z } from 'zod';
import { counting } from '../governance/approval.ts';
import { pass, wait } from '../kernel/ruling.ts';
import { sayBudget } from '../verdict/budget.ts';
import { defineGate } from './gate.ts';

/**
 * There is error budget left, or this is a fix that a second person said yes to. A rollback asks no gates, so it
 * always passes; break-glass lifts it as it lifts a blackout.
 */
export const budget = defineGate({
  kind: 'budget',
  says: 'there is error budget left, or it is a fix that a second person approved',
  evidence: false,
  config: z.object({
    kind: z.literal('budget'),
    owners: z.array(z.string()).readonly().default([]),
  }),
  needs: ['budget', 'approvals'],
  rule({ owners }, { budget: left, approvals }, about) {
    if (left === null || left.share < 1) return pass;
    const said = sayBudget(left);
    const fixes = about.fixes ?? null;
    if (fixes === null) {
      const why = `${said}; only a rollback, a fix (--fixes INC-42) and break-glass pass`;
      return wait('budget-spent', why, { until: left.until, who: owners });
    }
    const yes = counting(approvals, about.planDigest, [about.requestedBy]);
    if (yes.length > 0)
      return { ...pass, because: `the fix of ${fixes}, approved by a second person` };
    const why = `${said}; as the fix of ${fixes} it passes once a second person approves it`;
    return wait('second-person', why, { who: owners });
  },
});
