import { type Instant, plus } from '../kernel/time.ts';
import { seat } from './seats.ts';

/** So many of these people are needed all the while; nobody can look after two things at once. */
export interface Need {
  readonly of: 'owner' | 'approver' | 'driver';
  readonly people: readonly string[];
  readonly quorum: number;
}

/** Something that starts at a moment, and keeps people busy for as long as it is expected to take. */
export interface Booking {
  readonly id: string;
  readonly from: Instant;
  readonly forMs: number;
  readonly needs: readonly Need[];
}

/** `booking` begins while `others` are expected to be under way, and of `people` there are too few for all of them. */
export interface Overload<B extends Booking = Booking> {
  readonly booking: B;
  readonly others: readonly B[];
  readonly of: Need['of'];
  readonly people: readonly string[];
}

const KINDS = ['owner', 'approver', 'driver'] as const;

/** Every booking with which people are booked twice, in the order in which they begin. */
export function overloads<B extends Booking>(bookings: readonly B[]): readonly Overload<B>[] {
  const ordered = bookings.toSorted((a, b) => a.from - b.from);
  return ordered.flatMap((booking, i) => {
    const before = ordered.slice(0, i).filter((one) => isOn(one, booking.from));
    return KINDS.flatMap((of) => overloadOf(booking, before, of) ?? []);
  });
}

/** Whether it adds to what people cannot do at once, at any moment while it is on. */
export function crowds(booking: Booking, others: readonly Booking[]): boolean {
  const near = others.filter((one) => one.from < endOf(booking) && booking.from < endOf(one));
  const moments = [booking.from, ...near.map(({ from }) => from)].filter((at) => isOn(booking, at));
  return moments.some((at) => {
    const then = near.filter((one) => isOn(one, at));
    return KINDS.some((of) => adds(booking, then, of));
  });
}

export function endOf({ from, forMs }: Pick<Booking, 'from' | 'forMs'>): Instant {
  return plus(from, forMs);
}

function isOn(one: Booking, at: Instant): boolean {
  return one.from <= at && at < endOf(one);
}

function overloadOf<B extends Booking>(
  booking: B,
  before: readonly B[],
  of: Need['of'],
): Overload<B> | null {
  if (!adds(booking, before, of)) return null;
  const own = peopleOf(booking, of);
  const others = before.filter((one) => peopleOf(one, of).some((id) => own.includes(id)));
  const shared = own.filter((id) => others.some((one) => peopleOf(one, of).includes(id)));
  return others.length === 0 ? null : { booking, others, of, people: shared };
}

/** Whether it lacks people beside these whom it would have alone. */
function adds(booking: Booking, others: readonly Booking[], of: Need['of']): boolean {
  const together = tooFew([...others, booking], of);
  return together > tooFew(others, of) + tooFew([booking], of);
}

function peopleOf({ needs }: Booking, of: Need['of']): readonly string[] {
  return [...new Set(needs.flatMap((need) => (need.of === of ? need.people : [])))];
}

/** How many more people it would take for all of these at once. */
function tooFew(bookings: readonly Booking[], of: Need['of']): number {
  const slots = bookings.flatMap(({ needs }) =>
    needs.flatMap((need) =>
      need.of === of ? [{ people: need.people, quorum: need.quorum, distinct: true }] : [],
    ),
  );
  const everybody = slots.flatMap(({ people }) => people);
  return seat(slots, everybody).reduce((sum, { missing }) => sum + missing, 0);
}
