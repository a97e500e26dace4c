import { type Approval, type ApprovalSlot, isAhead } from '../governance/approval.ts';
import type { Actor } from '../kernel/actor.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { authorsOf, rewait, slotsOf, validUntil } from './consent.ts';
import type { Deployment } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';
import { notOurs } from './rights.ts';
import { notPending } from './state.ts';

/** What was said yes to: the plan the button showed, by (the beginning of) its digest, and why. */
interface Yes {
  readonly planDigest: string | null;
  readonly because?: string | null;
  /** To count only once every gate that asks for evidence passes. */
  readonly whenGreen?: boolean;
}

/**
 * A yes to the plan with this digest. Refused for the requester, for people outside the rules, for a
 * plan that has changed since the button was shown, and when there is nothing left to approve.
 */
export function approve(
  d: Deployment,
  actor: Actor,
  { planDigest, because = null, whenGreen = false }: Yes,
  now: Instant,
): DeploymentChange | Refusal {
  const no = mayDecide(d, actor) ?? stale(d, planDigest) ?? alreadyBy(d, actor, whenGreen);
  if (no) return no;
  const by = actor.id ?? '';
  const own = slotsOf(d).filter((slot) => counts(slot, actor));
  const groups = own.flatMap((slot) => slot.groups);
  const rules = own.map((slot) => ({ rule: slot.rule, version: slot.version ?? null }));
  const approval: Approval = {
    by,
    at: now,
    planDigest: d.planDigest,
    groups: actor.groups.filter((g) => groups.includes(g)),
    rules,
    ...(whenGreen ? { whenGreen } : { validUntil: validUntil(d, now) }),
  };
  const approvals = [...d.approvals.filter((a) => a.by !== by), approval];
  return move(d, { approvals, waiting: rewait(d, approvals, now), wakeAt: now }, 'approved', {
    by,
    at: now,
    note: `${by} approved${whenGreen ? ' when green' : ''}${because === null ? '' : `: ${because}`}`,
    evidence: {
      because,
      whenGreen,
      planDigest: d.planDigest,
      groups: approval.groups,
      rules,
      account: actor.account,
    },
  });
}

/** Takes one's own approval back while nothing has started. */
export function withdraw(d: Deployment, actor: Actor, now: Instant): DeploymentChange | Refusal {
  const over = notPending(d, 'An approval can be taken back only before the start.');
  if (over) return over;
  const left = d.approvals.filter((a) => a.by !== actor.id);
  if (left.length === d.approvals.length) {
    return refuse('nothing-given', `You have not approved ${d.id}.`, {
      fix: 'There is nothing to take back.',
    });
  }
  const by = actor.id ?? '';
  return move(d, { approvals: left, waiting: rewait(d, left, now), wakeAt: now }, 'withdrawn', {
    by,
    at: now,
    note: `${by} took the approval back`,
    evidence: { planDigest: d.planDigest },
  });
}

/** One no closes the request; a new one can be made. A reason is required. */
export function reject(
  d: Deployment,
  actor: Actor,
  because: string | null,
  now: Instant,
): DeploymentChange | Refusal {
  const no = mayDecide(d, actor);
  if (no) return no;
  if (!because) {
    return refuse('no-reason', 'A rejection needs a reason.', {
      fix: 'The person who asked has to know what to change.',
      line: `/release reject ${d.id} because …`,
    });
  }
  const by = actor.id ?? '';
  const outcome = { code: 'rejected', why: because, by };
  return move(
    d,
    { status: 'cancelled', outcome, finishedAt: now, waiting: [], wakeAt: null },
    'rejected',
    {
      by,
      at: now,
      note: `${by} rejected it: ${because}`,
      tell: [d.requestedBy],
      evidence: { because, planDigest: d.planDigest },
    },
  );
}

/** Named by the rule when it was asked for, and still in one of its groups now. */
function counts(slot: ApprovalSlot, actor: Actor): boolean {
  const named = slot.people.includes(actor.id ?? '');
  return named && actor.groups.some((group) => slot.groups.includes(group));
}

function mayDecide(d: Deployment, actor: Actor): Refusal | null {
  const no =
    notPending(d, 'Only a waiting deployment can be approved or rejected.') ?? notOurs(actor);
  if (no) return no;
  const slots = slotsOf(d);
  const groups = [...new Set(slots.flatMap((s) => s.groups))].join(' or ');
  if (actor.id === d.requestedBy) {
    return refuse('own-request', "You can't approve your own deployment.", {
      fix: `Ask someone of ${groups || 'another team'}.`,
    });
  }
  if (authorsOf(d).includes(actor.id ?? '')) {
    return refuse('own-change', "You can't approve what you wrote yourself.", {
      why: `Changes of yours are part of ${d.service} ${d.artifact.version}.`,
      fix: `Ask someone of ${groups || 'another team'}.`,
    });
  }
  if (slots.some((slot) => counts(slot, actor))) return null;
  return refuse('not-an-approver', `You are not an approver of ${d.id}.`, {
    why: slots.length === 0 ? 'It needs no approval.' : `Its rules name ${groups}.`,
    fix: `It waits for: ${[...new Set(slots.flatMap((s) => s.people))].join(', ') || 'nobody'}.`,
  });
}

function stale(d: Deployment, planDigest: string | null): Refusal | null {
  if (planDigest === null || d.planDigest.startsWith(planDigest)) return null;
  return refuse('stale-plan', `The plan of ${d.id} has changed since this button was shown.`, {
    why: 'An approval is bound to one exact plan.',
    fix: 'Look at the card again and decide on what it shows now.',
    line: `/release show ${d.id}`,
  });
}

function alreadyBy(d: Deployment, actor: Actor, whenGreen: boolean): Refusal | null {
  const given = d.approvals.find((a) => a.by === actor.id && a.planDigest === d.planDigest);
  if (!given || (isAhead(given) && !whenGreen)) return null;
  return refuse('already-decided', `You have already approved ${d.id}.`, {
    fix: `To take it back: /release withdraw ${d.id}`,
  });
}
