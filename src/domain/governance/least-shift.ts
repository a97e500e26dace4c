import { Temporal } from 'temporal-polyfill';
import { type Instant, instant, plus } from '../kernel/time.ts';
import { type Booking, crowds, endOf } from './overload.ts';
import { isAtWork, type WorkingHours } from './working-hours.ts';

const MINUTE_MS = 60_000;
/** Clocks change on full half hours; between those, and where hours of work begin and end, nothing else does. */
const HALF_HOUR_MS = 30 * MINUTE_MS;

interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

interface Worker {
  readonly hours: WorkingHours | null;
  readonly zone: string;
}

export interface Terms {
  /** What else people are booked for. */
  readonly others: readonly Booking[];
  /** When it may not be on: blackouts, holidays, the times between release windows. */
  readonly closed: readonly Span[];
  /** So many of each are at work when it starts. */
  readonly staff: readonly { readonly workers: readonly Worker[]; readonly quorum: number }[];
  /** It starts in here. */
  readonly within: Span;
}

/**
 * The start nearest to the booking's own, to the full minute, at which it keeps nobody busy who is booked already,
 * is over before anything closes and begins while those whom it asks are at work; of two as near the later. Null
 * where there is none. Whether a start will do changes at few moments only, so these are asked and no others.
 */
export function leastShift(booking: Booking, terms: Terms): Instant | null {
  const moments = changesOf(booking, terms);
  const good = moments.flatMap((from, i): Instant[] => {
    const until = moments[i + 1] ?? terms.within.until;
    return from < until && fits(booking, from, terms) ? [nearestIn(from, until, booking.from)] : [];
  });
  const far = (at: Instant): number => Math.abs(at - booking.from);
  const [nearest] = good.toSorted((a, b) => far(a) - far(b) || b - a);
  return nearest ?? null;
}

/** Whether it could start then. */
export function fits(booking: Booking, from: Instant, terms: Terms): boolean {
  const moved = { ...booking, from };
  const isOpen = terms.closed.every((one) => one.until <= from || endOf(moved) <= one.from);
  return isOpen && isStaffed(terms, from) && !crowds(moved, terms.others);
}

function isStaffed({ staff }: Terms, at: Instant): boolean {
  return staff.every(
    ({ workers, quorum }) =>
      workers.filter(({ hours, zone }) => isAtWork(hours, zone, at)).length >= quorum,
  );
}

/** The moments, to the full minute, from which on the answer may be another one. */
function changesOf(booking: Booking, { others, closed, staff, within }: Terms): readonly Instant[] {
  const spans = [...closed, ...others.map((one) => ({ from: one.from, until: endOf(one) }))];
  const edges = [
    within.from,
    ...spans.flatMap(({ from, until }) => [plus(from, 1 - booking.forMs), until]),
    ...others.flatMap(({ from }) => [from, plus(from, 1)]),
    ...workEdges(staff, within),
  ].map(fullMinute);
  const inside = edges.filter((at) => at >= within.from && at < within.until);
  return [...new Set(inside)].toSorted((a, b) => a - b);
}

function workEdges(staff: Terms['staff'], { from, until }: Span): readonly Instant[] {
  const workers = staff.flatMap((one) => one.workers).filter(({ hours }) => hours !== null);
  if (workers.length === 0) return [];
  const halves: Instant[] = [];
  for (let at = Math.ceil(from / HALF_HOUR_MS) * HALF_HOUR_MS; at < until; at += HALF_HOUR_MS)
    halves.push(instant(at));
  return [...halves, ...workers.flatMap((worker) => wallEdges(worker, { from, until }))];
}

/** When the hours of somebody begin and end on each of these days. */
function wallEdges({ hours, zone }: Worker, { from, until }: Span): readonly Instant[] {
  const clocks = hours ? [hours.from, hours.until] : [];
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).toPlainDate();
  const days = Math.ceil((until - from) / 86_400_000) + 2;
  return Array.from({ length: days }, (_, n) => first.add({ days: n })).flatMap((date) =>
    clocks.map((clock) => {
      const wall = date.toZonedDateTime({
        timeZone: zone,
        plainTime: Temporal.PlainTime.from(clock),
      });
      return instant(wall.epochMilliseconds);
    }),
  );
}

function fullMinute(at: Instant): Instant {
  return instant(Math.ceil(at / MINUTE_MS) * MINUTE_MS);
}

/** Of these full minutes the one nearest to the wish. */
function nearestIn(from: Instant, until: Instant, wish: Instant): Instant {
  const last = instant(Math.ceil(until / MINUTE_MS) * MINUTE_MS - MINUTE_MS);
  if (wish <= from) return from;
  if (wish >= last) return last;
  const below = instant(Math.floor(wish / MINUTE_MS) * MINUTE_MS);
  return below < from ? from : below;
}
