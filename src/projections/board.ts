import { boardOf, tallyOf } from '../domain/deployment/board.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { isOfBusiness, type Seats, type Vote } from '../domain/governance/board.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import { header, list, note, offer, text } from './parts.ts';
import type { Item, Line, Offer, Part, View } from './view.ts';
import { anyOf, titleOf } from './words.ts';

/** What a card says of the board while it waits: who voted how, what is missing, until when. */
export function boardPart(d: Deployment): Part | null {
  const [board, counted] = [boardOf(d), tallyOf(d)];
  if (!board || !counted || d.status !== 'pending') return null;
  const waits = d.waiting.some((w) => w.gate === 'cab');
  if (!waits && counted.votes.length === 0) return null;
  return list('Change advisory board', [
    ...counted.votes.map((one) => voted(one, board.seats)),
    counted.outcome === 'approved'
      ? { mark: 'done', line: [`approved: ${counted.yes} yes, ${counted.no} no`] }
      : { mark: 'next', line: standing(d) },
  ]);
}

function voted(cast: Vote, seats: Seats): Item {
  const { by, vote, because, at } = cast;
  const seat = isOfBusiness(seats, cast) ? ' (business)' : '';
  const why: Line = because === null ? [] : [': ', { foreign: because }];
  const mark = vote === 'no' ? 'failed' : vote === 'yes' ? 'done' : 'plain';
  return { mark, line: [{ person: by }, `${seat} ${vote} `, { at, as: 'time' }, ...why] };
}

function standing(d: Deployment): Line {
  const counted = tallyOf(d);
  const seats = boardOf(d)?.seats;
  const open = `${counted?.votes.length ?? 0} of ${seats?.quorum ?? 0} votes`;
  const business = counted?.business ? '' : ', the business seat among them is missing';
  return [{ bold: 'waiting' }, `: ${open}${business}; closes `, { at: closesAt(d) }];
}

function closesAt(d: Deployment): Instant {
  return plus(d.requestedAt, boardOf(d)?.seats.deadlineMs ?? 0);
}

/** The buttons of those who have a seat, while they vote. */
export function boardOffers(d: Deployment): readonly Offer[] {
  const waits = d.waiting.some((w) => w.gate === 'cab');
  if (!waits || tallyOf(d)?.outcome !== 'open') return [];
  const name = `${d.service} ${d.artifact.version} to ${d.environment}`;
  return [
    offer('vote:yes', 'Vote yes', `/release vote ${d.id} yes`, { spoken: `Vote yes on ${name}` }),
    offer('vote:no', 'Vote no…', `/release vote ${d.id} no`, { spoken: `Vote no on ${name}` }),
  ];
}

const AGENDA = 'Agenda of the change advisory board';

/** What waits for votes, in the order it closes; each has its own card. */
export function agenda(cases: readonly Deployment[]): View {
  if (cases.length === 0) {
    const none = 'nothing waits for a vote.';
    return { text: `${AGENDA}: ${none}`, parts: [header(AGENDA), text(none)] };
  }
  const ordered = cases.toSorted((a, b) => closesAt(a) - closesAt(b));
  return {
    text: `${AGENDA}: ${ordered.map((d) => `${d.id} ${titleOf(d)}`).join('; ')}.`,
    parts: [
      header(AGENDA),
      ...ordered.map((d) => text(...caseLine(d))),
      note(['A case is decided on its card, or by /release vote <id> yes.']),
    ],
  };
}

function caseLine(d: Deployment): Line {
  const impact = boardOf(d)?.impact.join(', ') ?? '';
  const left = tallyOf(d)?.left ?? [];
  return [
    { code: d.id },
    ' · ',
    { bold: titleOf(d) },
    ` · ${impact} · `,
    ...standing(d),
    ...(left.length > 0 ? [' · ', ...anyOf(left)] : []),
  ];
}
