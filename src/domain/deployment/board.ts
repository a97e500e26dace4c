import type { GateConfig, GateRuling } from '../gates/index.ts';
import { type Seats, type Tally, tally } from '../governance/board.ts';
import type { Plain } from '../kernel/change.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { close } from './close.ts';
import type { Deployment } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';

export type Board = Extract<GateConfig, { kind: 'cab' }>;

/** The board that was frozen with the plan; null where nobody need vote. */
export function boardOf({ gates }: Pick<Deployment, 'gates'>): Board | null {
  return gates.find((gate) => gate.kind === 'cab') ?? null;
}

/** How its votes stand for the plan as it is now; null where nobody need vote. */
export function tallyOf(d: Deployment): Tally | null {
  const board = boardOf(d);
  if (!board) return null;
  const { seats, barred } = board;
  return tally(seats, d.votes ?? [], { planDigest: d.planDigest, barred });
}

/** Calls the board: those who may vote, by name. */
export function callBoard(d: Deployment, now: Instant): DeploymentChange | null {
  const [board, counted] = [boardOf(d), tallyOf(d)];
  if (!board || !counted || !d.waiting.some((w) => w.gate === 'cab')) return null;
  const { impact, seats } = board;
  return move(d, {}, 'board-called', {
    by: 'fairway',
    at: now,
    note: `the change advisory board votes on this (${impact.join(', ')})`,
    tell: counted.left,
    evidence: {
      impact,
      members: seats.people,
      business: seats.business,
      quorum: seats.quorum,
      deadlineAt: plus(now, seats.deadlineMs),
    },
  });
}

export function approved(d: Deployment, now: Instant): DeploymentChange {
  return move(d, {}, 'board-approved', {
    by: 'fairway',
    at: now,
    note: `The change advisory board approved it: ${sums(d)}`,
    tell: [d.requestedBy],
    evidence: minutes(d, 'approved'),
  });
}

/** The board said no, or nothing in time: it closes, with the minutes of what was said. */
export function adjourn(d: Deployment, now: Instant): DeploymentChange {
  const rejected = tallyOf(d)?.outcome === 'rejected';
  const how = rejected ? 'said no' : 'did not approve it in time';
  const why = `the change advisory board ${how}: ${sums(d)}`;
  const evidence = minutes(d, rejected ? 'rejected' : 'not approved in time');
  return close(d, { code: 'board-rejected', why }, now, { type: 'board-rejected', evidence });
}

/** Whether the board's answer at this look ends it; while its gate is lifted it does not. */
export function endedByBoard(rulings: readonly GateRuling[]): boolean {
  return rulings.some(({ gate, ruling }) => gate === 'cab' && ruling.verdict === 'block');
}

export function sums(d: Deployment): string {
  const { yes = 0, no = 0, votes = [] } = tallyOf(d) ?? {};
  return `${yes} yes, ${no} no, ${votes.length - yes - no} abstained`;
}

/** Who sat, who said what and why, and what came of it, as one entry. */
function minutes(d: Deployment, outcome: string): { readonly [key: string]: Plain } {
  const { impact = [], seats } = boardOf(d) ?? {};
  return {
    outcome,
    impact,
    planDigest: d.planDigest,
    members: seats?.people ?? [],
    business: seats?.business ?? [],
    quorum: seats?.quorum ?? 0,
    votes: (tallyOf(d)?.votes ?? []).map(({ by, at, vote: said, because }) => {
      return { by, at, vote: said, because, seat: seatOf(by, seats) };
    }),
  };
}

function seatOf(person: string, seats: Seats | undefined): string {
  return seats?.business.includes(person) ? 'business' : 'member';
}

/** Refuses what its board could never approve: too few members besides those who ask, or none of the business. */
export function boardCould(d: Pick<Deployment, 'gates'>): Refusal | null {
  const board = boardOf(d);
  if (!board) return null;
  const { people, business, quorum, groups } = board.seats;
  const may = people.filter((person) => !board.barred.includes(person));
  if (may.length >= quorum && may.some((person) => business.includes(person))) return null;
  return refuse('unsatisfiable', 'The change advisory board could never approve this.', {
    why: `It takes ${quorum} votes of ${groups.join(', ')}, one of them of the business, and none of those who ask or wrote it.`,
    fix: 'Have someone else ask for it, or an administrator add a seat.',
  });
}
