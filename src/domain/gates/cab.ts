import { z } from 'zod';
import { Seats, streakOf, type Tally, tally } from '../governance/board.ts';
import { sayDuration } from '../kernel/duration.ts';
import { block, pass, type Ruling, wait } from '../kernel/ruling.ts';
import { plus } from '../kernel/time.ts';
import { defineGate } from './gate.ts';

const Standard = z.object({ after: z.number().int().min(1), withinMs: z.number().int().min(0) });

/** The board has voted for a change of high impact, or the service's record there spares it. */
export const cab = defineGate({
  kind: 'cab',
  says: 'the change advisory board approved it, or its record makes it a standard change',
  evidence: false,
  config: z.object({
    kind: z.literal('cab'),
    /** Why it is of high impact, in words. */
    impact: z.array(z.string()).readonly(),
    seats: Seats,
    /** Null for what no record can spare the board. */
    standard: Standard.nullable(),
    barred: z.array(z.string()).readonly(),
  }),
  needs: ['ballot', 'record'],
  rule({ impact, seats, standard, barred }, { ballot, record }, about, now): Ruling {
    const went = standard === null ? 0 : streakOf(record, plus(now, -standard.withinMs));
    if (standard !== null && went >= standard.after) {
      return { verdict: 'pass', because: `standard change: the last ${went} of ${went} went well` };
    }
    const counted = tally(seats, ballot.votes, { planDigest: about.planDigest, barred });
    const { outcome, yes, no, left } = counted;
    if (outcome === 'approved') return pass;
    if (outcome === 'rejected') {
      return block('cab-rejected', `the change advisory board said no: ${yes} yes, ${no} no`);
    }
    if (now >= plus(ballot.askedAt, seats.deadlineMs)) {
      const why = `the change advisory board did not approve it within ${sayDuration(seats.deadlineMs)}`;
      return block('cab-deadline', `${why}: ${yes} yes, ${no} no of ${seats.quorum} needed`);
    }
    const spared =
      standard === null ? '' : `; ${went} of the ${standard.after} good ones that would spare it`;
    const why = `the change advisory board: ${needsOf(counted)} (${impact.join(', ')}${spared})`;
    return wait('cab', why, { who: left });
  },
});

function needsOf({ missing, business, yes, no }: Tally): string {
  const needs = [
    ...(missing > 0 ? [`${missing} more vote${missing === 1 ? '' : 's'}`] : []),
    ...(business ? [] : ['a vote of the business']),
  ];
  return needs.length > 0 ? needs.join(' and ') : `more yes than no (${yes} to ${no})`;
}
