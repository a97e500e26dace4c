import type { Catalog } from '../catalog/catalog.ts';
import { hasAccount } from '../catalog/find.ts';
import type { GateConfig, GateRuling } from '../gates/index.ts';
import { type Tally, tally } from '../governance/board.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { type Instant, plus } from '../kernel/time.ts';
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

/** Whether the board's answer at this look ends it; while its gate is lifted it does not. */
export function endedByBoard(rulings: readonly GateRuling[]): boolean {
  return rulings.some(({ gate, ruling }) => gate === 'cab' && ruling.verdict === 'block');
}

export function sums(d: Deployment): string {
  const { yes = 0, no = 0, votes = [] } = tallyOf(d) ?? {};
  return `${yes} yes, ${no} no, ${votes.length - yes - no} abstained`;
}

/** Refuses what its board could never approve: too few members besides those who ask, or none of the business. */
export function boardCould(d: Pick<Deployment, 'gates'>, catalog: Catalog): Refusal | null {
  const board = boardOf(d);
  if (!board) return null;
  const { people, business, quorum, groups } = board.seats;
  const may = people.filter((id) => !board.barred.includes(id) && hasAccount(catalog, id));
  if (may.length >= quorum && may.some((person) => business.includes(person))) return null;
  return refuse('unsatisfiable', 'The change advisory board could never approve this.', {
    why: `It takes ${quorum} votes of ${groups.join(', ')}, one of them of the business, and none of those who ask or wrote it or have no account.`,
    fix: 'Have someone else ask for it, or an administrator add a seat.',
  });
}
