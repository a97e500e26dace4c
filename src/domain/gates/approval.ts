import { z } from 'zod';
import { ApprovalSlot, counting, namedBy } from '../governance/approval.ts';
import { whyAsked } from '../governance/dependants.ts';
import { seatGiven } from '../governance/seats.ts';
import { pass, wait } from '../kernel/ruling.ts';
import { instant, plus } from '../kernel/time.ts';
import { defineGate } from './gate.ts';

/** Enough different people of every rule said yes to this exact plan, and had time to take it back. */
export const approval = defineGate({
  kind: 'approval',
  says: 'the people its rules name have approved this exact plan',
  evidence: false,
  config: z.object({
    kind: z.literal('approval'),
    slots: z.array(ApprovalSlot).readonly(),
    withdrawMs: z.number().int().min(0),
    /** Who wrote what changes, as far as it is known: they never count. */
    excluded: z.array(z.string()).readonly().optional(),
  }),
  needs: ['approvals'],
  rule({ slots, withdrawMs, excluded = [] }, { approvals }, about, now) {
    const barred = [about.requestedBy, ...excluded];
    const valid = counting(approvals, about.planDigest, barred);
    const open = seatGiven(slots, valid).filter(({ missing }) => missing > 0);
    if (open.length > 0) {
      const why = open.map(
        ({ slot, missing }) =>
          `${missing} more approval${missing === 1 ? '' : 's'} from ${anyOf(namedBy(slot))}${whyAsked(slot, about.service)}`,
      );
      const who = open.flatMap(({ slot }) => slot.people.filter((p) => !barred.includes(p)));
      return wait('approval', why.join('; '), { who: [...new Set(who)] });
    }
    const last = instant(Math.max(0, ...valid.map((a) => a.greenAt ?? a.at)));
    const starts = plus(last, withdrawMs);
    if (valid.length > 0 && now < starts) {
      const who = [...new Set(valid.map((a) => a.by))];
      return wait('withdraw-window', 'approved; the approval can still be taken back', {
        until: starts,
        who,
      });
    }
    return pass;
  },
});

function anyOf(groups: readonly string[]): string {
  const last = groups.at(-1) ?? 'anybody';
  return groups.length > 1 ? `${groups.slice(0, -1).join(', ')} or ${last}` : last;
}
