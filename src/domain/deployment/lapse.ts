import type { Catalog } from '../catalog/catalog.ts';
import { findPerson, groupsOf } from '../catalog/find.ts';
import type { Approval } from '../governance/approval.ts';
import { saysItsRights } from '../governance/given-under.ts';
import type { Plain } from '../kernel/change.ts';
import { sayDuration } from '../kernel/duration.ts';
import type { Instant } from '../kernel/time.ts';
import { rewait } from './consent.ts';
import type { Deployment } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';

/**
 * Before a start every approval is counted anew: who has left, or left the group that gave the right, no
 * longer counts, and neither does a yes whose hour is over. Null when all of them still do.
 * @param left people whose chat account, as the chat just said, may decide nothing any more
 */
export function voidLapsed(
  d: Deployment,
  catalog: Catalog,
  now: Instant,
  left: readonly string[] = [],
): DeploymentChange | null {
  const lapsed = d.approvals.flatMap((approval) => {
    const why = lapse(approval, catalog, now) ?? gone(approval, left);
    return why === null ? [] : [{ approval, why }];
  });
  if (lapsed.length === 0) return null;
  const voided = lapsed.map(({ approval }) => approval);
  const approvals = d.approvals.filter((a) => !voided.includes(a));
  const givers = [...new Set(voided.map((a) => a.by))];
  const reasons = lapsed.map(({ approval, why }) => `${approval.by}'s approval ${why}`);
  const evidence: { readonly [key: string]: Plain } = {
    givers,
    reasons: lapsed.map(({ why }) => why),
    planDigest: d.planDigest,
  };
  return move(
    d,
    { approvals, waiting: rewait(d, approvals, now), wakeAt: now },
    'approval-voided',
    {
      by: 'fairway',
      at: now,
      note: `${reasons.join('; ')}, so it no longer counts for ${d.id}. Review again: /release show ${d.id}`,
      tell: [...new Set([...givers, d.requestedBy])],
      evidence,
    },
  );
}

/** Who counted for an approval: whoever gave it, and those they stood for. */
export function countedFor({ by, for: others = [] }: Approval): readonly string[] {
  return [by, ...others];
}

function gone(approval: Approval, left: readonly string[]): string | null {
  if (left.includes(approval.by)) return 'is of somebody whose chat account may decide nothing now';
  const other = countedFor(approval).find((one) => left.includes(one));
  return other === undefined
    ? null
    : `speaks for ${other}, whose chat account may decide nothing now`;
}

/** Why this approval no longer counts, or null. */
function lapse(approval: Approval, catalog: Catalog, now: Instant): string | null {
  const { by, for: others = [], rules = [], at, validUntil } = approval;
  if (validUntil !== undefined && now >= validUntil) {
    return `was good for ${sayDuration(validUntil - at)}`;
  }
  const person = findPerson(catalog, by);
  if (!person || person.accounts.length === 0) return 'is of somebody who has left';
  if (others.some((other) => !findPerson(catalog, other))) return 'speaks for who has left';
  if (!saysItsRights(approval)) return 'does not say under which rules it was given';
  const lost = rules.flatMap(({ groups = [], for: whose }) => {
    const has = groupsOf(catalog, whose ?? by);
    return groups.filter((group) => !has.includes(group));
  });
  return lost[0] === undefined ? null : `was given for ${lost[0]}, which they have left`;
}
