import type { Principal } from '../catalog/stand-in.ts';
import { type Approval, isAhead } from '../governance/approval.ts';
import { rightUnder } from '../governance/given-under.ts';
import type { Actor } from '../kernel/actor.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { rewait, validUntil } from './consent.ts';
import { mayDecide, type Right, rightsOf } from './deciders.ts';
import type { Deployment } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';
import { notPending } from './state.ts';

/** What was said yes to: the plan the button showed, by (the beginning of) its digest, and why. */
interface Yes {
  readonly planDigest: string | null;
  readonly because?: string | null;
  /** To count only once every gate that asks for evidence passes. */
  readonly whenGreen?: boolean;
  /** Who delegated their decisions to this person, as it is now. */
  readonly standsFor?: readonly Principal[];
  /** The version of the configuration that says who is in which group now. */
  readonly configuration?: string;
}

/**
 * A yes to the plan with this digest. Refused for the requester, for people outside the rules, for a
 * plan that has changed since the button was shown, and when there is nothing left to approve.
 */
export function approve(
  d: Deployment,
  actor: Actor,
  { planDigest, because = null, whenGreen = false, standsFor = [], configuration }: Yes,
  now: Instant,
): DeploymentChange | Refusal {
  const no = mayDecide(d, actor, standsFor) ?? stale(d, planDigest);
  if (no) return no;
  const by = actor.id ?? '';
  const rights = rightsOf(d, actor, standsFor);
  const given = alreadyBy(d, by, { whenGreen, rights });
  if (given) return given;
  const rules = rights.map(
    ({ slot: { rule, version = null, patterns }, groups, for: whom, as }) => {
      return { rule, version, groups, for: whom, as, ...(patterns ? { patterns } : {}) };
    },
  );
  const speaksFor = [...new Set(rights.flatMap((right) => right.for ?? []))];
  const approval: Approval = {
    by,
    at: now,
    planDigest: d.planDigest,
    groups: [...new Set(rights.flatMap((right) => right.groups))],
    rules,
    ...(configuration === undefined ? {} : { configuration }),
    ...(speaksFor.length > 0 ? { for: speaksFor } : {}),
    ...(whenGreen ? { whenGreen } : { validUntil: validUntil(d, now) }),
  };
  const approvals = [...d.approvals.filter((a) => a.by !== by), approval];
  return move(d, { approvals, waiting: rewait(d, approvals, now), wakeAt: now }, 'approved', {
    by,
    at: now,
    note: `${by} approved${speaksFor.length > 0 ? ` for ${speaksFor.join(' and ')}` : ''}${whenGreen ? ' when green' : ''}${because === null ? '' : `: ${because}`}`,
    evidence: {
      because,
      whenGreen,
      planDigest: d.planDigest,
      groups: approval.groups,
      rules,
      configuration: configuration ?? null,
      for: speaksFor,
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

type No = { readonly because: string | null } & Pick<Yes, 'standsFor'>;

/** One no closes the request; a new one can be made. A reason is required. */
export function reject(
  d: Deployment,
  actor: Actor,
  { because, standsFor = [] }: No,
  now: Instant,
): DeploymentChange | Refusal {
  const no = mayDecide(d, actor, standsFor);
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

function stale(d: Deployment, planDigest: string | null): Refusal | null {
  if (planDigest === null || d.planDigest.startsWith(planDigest)) return null;
  return refuse('stale-plan', `The plan of ${d.id} has changed since this button was shown.`, {
    why: 'An approval is bound to one exact plan.',
    fix: 'Look at the card again and decide on what it shows now.',
    line: `/release show ${d.id}`,
  });
}

/** Who has come to have a right since under another rule says yes once more, under all of them. */
function alreadyBy(
  d: Deployment,
  by: string,
  { whenGreen, rights }: { readonly whenGreen: boolean; readonly rights: readonly Right[] },
): Refusal | null {
  const given = d.approvals.find((a) => a.by === by && a.planDigest === d.planDigest);
  if (!given || (isAhead(given) && !whenGreen)) return null;
  if (rights.some(({ slot }) => rightUnder(slot, given) === null)) return null;
  return refuse('already-decided', `You have already approved ${d.id}.`, {
    fix: `To take it back: /release withdraw ${d.id}`,
  });
}
