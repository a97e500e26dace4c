import { LIFTS } from '../gates/lift.ts';
import {
  type BreakGlass,
  GLASS_QUORUM,
  type Glass,
  withApproval,
} from '../governance/break-glass.ts';
import { oweReview } from '../governance/review.ts';
import type { Actor } from '../kernel/actor.ts';
import { sayDuration } from '../kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { awake, endGlass, glassOver, isLive, othersFor } from './break-glass.ts';
import { barredFrom } from './consent.ts';
import type { Deployment } from './deployment.ts';
import { type DeploymentChange, move, together } from './moves.ts';
import { notOurs } from './rights.ts';

const NOBODY: Glass = { groups: [], people: [], lastsMs: 0, reviewMs: 0 };

/** The zone of the environment, and the version of the configuration that says who is in which group now. */
interface Under {
  readonly zone: string;
  readonly configuration?: string;
}

/** A yes of one of the others. The second one breaks the glass, and from then on a review is owed. */
export function approveGlass(
  d: Deployment,
  actor: Actor,
  { zone, configuration }: Under,
  now: Instant,
): DeploymentChange | Refusal {
  const asked = openAsk(d, now);
  if (isRefusal(asked)) return asked;
  const no = mayAnswer(d, asked, actor) ?? alreadyGiven(d, asked, actor);
  if (no) return no;
  const by = actor.id ?? '';
  const { groups: named, lastsMs, reviewMs } = d.glass ?? NOBODY;
  const groups = actor.groups.filter((group) => named.includes(group));
  const counted = { groups, ...(configuration === undefined ? {} : { configuration }) };
  const breakGlass = withApproval(asked, { by, at: now, ...counted }, lastsMs);
  const approved = move(d, { breakGlass, wakeAt: awake(d, now) }, 'break-glass-approved', {
    by,
    at: now,
    note: `${by} says the glass may be broken, ${breakGlass.approvals.length} of ${GLASS_QUORUM}`,
    evidence: { ...counted, account: actor.account, planDigest: asked.planDigest },
  });
  if (breakGlass.grantedAt === null) return approved;
  const people = breakGlass.approvals.map((a) => a.by);
  const involved = [asked.askedBy, d.requestedBy, ...people];
  const review = oweReview(d.review, involved, { now, withinMs: reviewMs, zone });
  const next = { ...d, breakGlass, wakeAt: awake(d, now), revision: d.revision + 1 };
  const waiting = d.waiting.filter((w) => LIFTS[w.gate] === 'never');
  const granted = move(next, { review, waiting }, 'break-glass-granted', {
    by: 'fairway',
    at: now,
    note: `The glass is broken for ${sayDuration(lastsMs)}: ${people.join(' and ')} let it through`,
    tell: [asked.askedBy],
    evidence: {
      askedBy: asked.askedBy,
      approvals: people,
      because: asked.because,
      incident: asked.incident,
      through: asked.through,
      expiresAt: breakGlass.expiresAt,
      reviewDueAt: review.dueAt,
    },
  });
  return together(approved, granted);
}

/** One of the others says no, which ends the ask; a reason is required. */
export function refuseGlass(
  d: Deployment,
  actor: Actor,
  because: string | null,
  now: Instant,
): DeploymentChange | Refusal {
  const asked = openAsk(d, now);
  if (isRefusal(asked)) return asked;
  const no = mayAnswer(d, asked, actor);
  if (no) return no;
  if (!because) {
    return refuse('no-reason', 'A no to breaking the glass needs a reason.', {
      fix: 'Whoever asked has to know what to do instead.',
      line: `/release break-glass ${d.id} --refuse because …`,
    });
  }
  const by = actor.id ?? '';
  return endGlass(
    d,
    asked,
    'refused',
    { by, note: `${by} says the glass stays whole: ${because}` },
    now,
  );
}

/** Whoever asked or said yes takes it back: what is closed is closed again, for this one too. */
export function withdrawGlass(
  d: Deployment,
  actor: Actor,
  now: Instant,
): DeploymentChange | Refusal {
  const no = notOurs(actor) ?? glassOver(d);
  if (no) return no;
  const asked = d.breakGlass;
  if (!asked || !isLive(d, now)) return notAsked(d);
  const by = actor.id ?? '';
  if (![asked.askedBy, ...asked.approvals.map((a) => a.by)].includes(by)) {
    return refuse('not-yours', 'You neither asked to break this glass nor approved it.', {
      fix: `${asked.askedBy} can take it back; those who may approve can refuse it.`,
    });
  }
  return endGlass(d, asked, 'withdrawn', { by, note: `${by} took break-glass back` }, now);
}

/** The ask that still waits for its answer, or why there is none. */
function openAsk(d: Deployment, now: Instant): BreakGlass | Refusal {
  const over = glassOver(d);
  if (over) return over;
  const asked = d.breakGlass;
  if (!asked || !isLive(d, now)) return notAsked(d);
  if (asked.grantedAt === null) return asked;
  const people = asked.approvals.map((a) => a.by).join(' and ');
  return refuse('already-decided', `The glass is already broken for ${d.id}, by ${people}.`, {
    fix: `Whoever let it through can take that back: /release break-glass ${d.id} --withdraw`,
  });
}

function notAsked(d: Deployment): Refusal {
  const ended = d.breakGlass?.endedAs;
  const what = ended ? `It was asked for once, and is ${ended}.` : 'Nobody has asked for it.';
  return refuse('not-asked', `There is no break-glass of ${d.id} to answer.`, {
    why: what,
    line: `/release break-glass ${d.id} because …`,
  });
}

/** Another one, named when it was asked for, and still in one of those groups now. */
function mayAnswer(d: Deployment, asked: BreakGlass, actor: Actor): Refusal | null {
  const stranger = notOurs(actor);
  if (stranger) return stranger;
  const { people = [], groups = [] } = d.glass ?? {};
  const names = groups.join(' or ');
  if ([asked.askedBy, ...barredFrom(d)].includes(actor.id ?? '')) {
    return refuse('own-glass', "You can't let your own deployment through.", {
      why: `It takes ${GLASS_QUORUM} others, who neither asked for it nor wrote what changes.`,
      fix: `Ask two of ${names}.`,
    });
  }
  const named = people.includes(actor.id ?? '') && actor.groups.some((g) => groups.includes(g));
  if (named) return null;
  return refuse('not-an-approver', `You can't break the glass for ${d.id}.`, {
    why: `That is for ${names}.`,
    fix: `It waits for ${GLASS_QUORUM} of: ${othersFor(d, asked.askedBy).join(', ')}.`,
  });
}

function alreadyGiven(d: Deployment, asked: BreakGlass, actor: Actor): Refusal | null {
  if (!asked.approvals.some((a) => a.by === actor.id)) return null;
  return refuse('already-decided', `You have already said yes for ${d.id}; it takes one other.`, {
    fix: `To take it back: /release break-glass ${d.id} --withdraw`,
  });
}
