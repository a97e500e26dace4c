import type { Seats, Vote } from '../governance/board.ts';
import type { Actor } from '../kernel/actor.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { adjourn, approved } from './adjourn.ts';
import { type Board, boardOf, sums, tallyOf } from './board.ts';
import type { Deployment } from './deployment.ts';
import { type DeploymentChange, move, together } from './moves.ts';
import { notOurs } from './rights.ts';
import { notPending } from './state.ts';

/** One vote of a member. With the deciding one the minutes are recorded, and no vote changes any more. */
export function vote(
  d: Deployment,
  actor: Actor,
  { vote: word, because, configuration }: Pick<Vote, 'vote' | 'because' | 'configuration'>,
  now: Instant,
): DeploymentChange | Refusal {
  const board = boardOf(d);
  const no = notPending(d, 'The board votes before the start.') ?? mayVote(d, board, actor, now);
  if (no) return no;
  if (word === 'no' && !because) {
    return refuse('no-reason', 'A no of the board needs a reason.', {
      fix: 'Whoever asked has to know what to change.',
      line: `/release vote ${d.id} no because …`,
    });
  }
  const by = actor.id ?? '';
  const seats = actor.groups.filter((group) => board?.seats.groups.includes(group));
  const counted = { seats, ...(configuration === undefined ? {} : { configuration }) };
  const cast: Vote = { by, at: now, vote: word, because, planDigest: d.planDigest, ...counted };
  const votes = [...(d.votes ?? []), cast];
  const voted = move(d, { votes, wakeAt: now }, 'voted', {
    by,
    at: now,
    note: `${by} votes ${word}${because === null ? '' : `: ${because}`}`,
    evidence: {
      vote: word,
      because,
      ...counted,
      account: actor.account,
      planDigest: d.planDigest,
    },
  });
  const next = { ...d, votes, wakeAt: now, revision: d.revision + 1 };
  const outcome = tallyOf(next)?.outcome;
  if (outcome === 'approved') return together(voted, approved(next, now));
  return outcome === 'rejected' ? together(voted, adjourn(next, now)) : voted;
}

function mayVote(d: Deployment, board: Board | null, actor: Actor, now: Instant): Refusal | null {
  const stranger = notOurs(actor);
  if (stranger) return stranger;
  if (!board) {
    return refuse('no-board', `Nobody votes on ${d.id}.`, {
      why: 'It is not of high impact, or there is no change advisory board here.',
      line: `/release why ${d.id}`,
    });
  }
  const { seats, barred } = board;
  if (barred.includes(actor.id ?? '')) {
    return refuse('own-change', "You can't vote on your own change.", {
      why: 'Whoever asked for it or wrote what changes has no vote.',
      fix: `The others of ${seats.groups.join(', ')} decide.`,
    });
  }
  const seated = actor.groups.some((group) => seats.groups.includes(group));
  if (!seats.people.includes(actor.id ?? '') || !seated) {
    return refuse('no-seat', 'You have no seat on the change advisory board.', {
      why: `Its seats for ${d.id} are those of ${seats.groups.join(', ')}.`,
      fix: `They may vote: ${(tallyOf(d)?.left ?? []).join(', ') || 'nobody any more'}.`,
    });
  }
  return decided(d, seats, now);
}

function decided(d: Deployment, seats: Seats, now: Instant): Refusal | null {
  if (tallyOf(d)?.outcome === 'approved') {
    return refuse('already-decided', `The board has already approved ${d.id}: ${sums(d)}.`, {
      fix: 'An approver may still reject it, and whoever asked may cancel it.',
    });
  }
  if (now < plus(d.requestedAt, seats.deadlineMs)) return null;
  return refuse('too-late', `The time to vote on ${d.id} is over.`, {
    fix: 'Ask for it again when the board has time.',
  });
}
