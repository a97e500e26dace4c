import { Temporal } from 'temporal-polyfill';
import { isOfBusiness, type Vote } from '../governance/board.ts';
import type { Plain } from '../kernel/change.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { type Board, boardOf, tallyOf } from './board.ts';
import type { Deployment } from './deployment.ts';

/** How an entry of the ledger is known for minutes, which are signed as they are written. */
export const MINUTES_FORM = 'fairway-minutes/1';

type Minutes = { readonly [key: string]: Plain };

/** What the board had before it, who sat, who said what and why and when, and what came of it, as one text. */
export function minutesOf(d: Deployment, outcome: string, now: Instant): Minutes {
  const { impact = [], seats } = boardOf(d) ?? {};
  const { votes = [], yes = 0, no = 0, missing = 0 } = tallyOf(d) ?? {};
  return {
    form: MINUTES_FORM,
    deployment: d.id,
    service: d.service,
    environment: d.environment,
    version: d.artifact.version,
    artifact: d.artifact.digest,
    replaces: d.previous?.version ?? null,
    strategy: d.strategy,
    requestedBy: d.requestedBy,
    requestedAt: written(d.requestedAt),
    because: d.because,
    impact,
    planDigest: d.planDigest,
    groups: seats?.groups ?? [],
    members: seats?.people ?? [],
    business: seats?.business ?? [],
    quorum: seats?.quorum ?? 0,
    closesAt: written(plus(d.requestedAt, seats?.deadlineMs ?? 0)),
    votes: votes.map((one) => ({
      by: one.by,
      at: written(one.at),
      vote: one.vote,
      because: one.because,
      seat: seatOf(one, seats),
      groups: one.seats ?? [],
      configuration: one.configuration ?? null,
    })),
    yes,
    no,
    abstained: votes.length - yes - no,
    missing,
    outcome,
    closedAt: written(now),
  };
}

function seatOf(vote: Vote, seats: Board['seats'] | undefined): string {
  return seats && isOfBusiness(seats, vote) ? 'business' : 'member';
}

/** ISO 8601 in UTC. */
function written(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString();
}
