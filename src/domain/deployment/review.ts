import { nextMorning, type Review } from '../governance/review.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { type Deployment, isOver } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';

/** The review that is still owed, or null. */
export function owedReview(d: Deployment): Review | null {
  return d.review?.chaseAt == null ? null : d.review;
}

/** Somebody who had no part in it says, in writing, whether it was right to break the glass. */
export function review(
  d: Deployment,
  by: string,
  note: string | null,
  now: Instant,
): DeploymentChange | Refusal {
  const owed = owedReview(d);
  if (!owed) return nothingOwed(d);
  if (!isOver(d)) {
    return refuse('not-over', `${d.id} is still ${d.status}.`, {
      why: 'How it ended belongs to the review.',
      line: `/release show ${d.id}`,
    });
  }
  if (owed.involved.includes(by)) {
    return refuse('own-review', 'You had a part in it, so somebody else reviews it.', {
      why: `${owed.involved.join(', ')} asked for it or let it through.`,
      fix: 'Ask an owner of the service, or anybody else who may deploy there.',
    });
  }
  if (!note) {
    return refuse('no-reason', 'A review says what you found.', {
      fix: 'Was it an emergency, and what keeps the next one from being one?',
      line: `/release review ${d.id} because …`,
    });
  }
  return move(d, { review: { ...owed, chaseAt: null, by, at: now, note } }, 'reviewed', {
    by,
    at: now,
    note: `${by} reviewed the broken glass: ${note}`,
    tell: [d.breakGlass?.askedBy ?? d.requestedBy],
    evidence: {
      note,
      dueAt: owed.dueAt,
      late: now > owed.dueAt,
      chased: owed.chased,
      involved: owed.involved,
      ended: d.status,
    },
  });
}

/** Asks for it once more, by name, and will again the next morning. Null while it is not time. */
export function chase(
  d: Deployment,
  whom: readonly string[],
  zone: string,
  now: Instant,
): DeploymentChange | null {
  const owed = owedReview(d);
  if (!owed?.chaseAt || !isOver(d) || now < owed.chaseAt) return null;
  const chased = owed.chased + 1;
  const late = now > owed.dueAt;
  const next = { ...owed, chased, chaseAt: nextMorning(now, zone) };
  return move(d, { review: next }, 'review-chased', {
    by: 'fairway',
    at: now,
    note: `${late ? 'overdue: ' : ''}please review why the glass was broken: /release review ${d.id} because …`,
    tell: whom,
    evidence: { chased, dueAt: owed.dueAt, late, asked: whom },
  });
}

function nothingOwed(d: Deployment): Refusal {
  if (!d.review) {
    return refuse('nothing-owed', `No review is owed for ${d.id}.`, {
      why: 'Its glass was never broken.',
      line: '/release reviews',
    });
  }
  return refuse('already-reviewed', `${d.review.by} has already reviewed ${d.id}.`, {
    line: `/release show ${d.id}`,
  });
}
