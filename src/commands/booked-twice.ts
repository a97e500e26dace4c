import { Temporal } from 'temporal-polyfill';
import { findEnvironment, findService } from '../domain/catalog/find.ts';
import { bookingFor, staffOf } from '../domain/deployment/booking.ts';
import { type Closures, closedTimes } from '../domain/governance/closed-times.ts';
import { leastShift } from '../domain/governance/least-shift.ts';
import { type Booking, endOf, type Overload, overloads } from '../domain/governance/overload.ts';
import { sayRecurrence } from '../domain/governance/weekly.ts';
import type { Target } from '../domain/kernel/target.ts';
import { type Instant, instant, plus } from '../domain/kernel/time.ts';
import { makePlan } from '../domain/strategies/index.ts';
import type { Context } from '../ports/context.ts';
import type { Booked, Clash } from '../projections/booked-twice.ts';
import type { CalendarEntry } from '../projections/calendar.ts';
import { bookedTrains } from './booked-trains.ts';
import { typicalOf } from './typical.ts';
import { upcoming } from './upcoming.ts';

const DAY_MS = 86_400_000;
/** How far a start is moved at most, and how long before and after it others are looked for. */
const REACH_MS = 3 * DAY_MS;
/** A reader moves a few at a time. */
const MOST = 5;

/** Everything that is planned, with whom it keeps busy and for how long that is expected to take. */
export async function bookedIn(
  ctx: Pick<Context, 'catalog' | 'records'>,
  entries: readonly CalendarEntry[],
): Promise<readonly Booked[]> {
  const planned = entries.filter((one) => one.kind === 'start' || one.kind === 'schedule');
  const targets = planned.map((one) => (one.kind === 'start' ? one.d : one.s));
  const typical = await typicalOf(ctx, targets);
  const catalog = ctx.catalog();
  const single = planned.flatMap((entry): Booked[] => {
    const { service: name, environment: where } = entry.kind === 'start' ? entry.d : entry.s;
    const service = findService(catalog, name);
    const environment = findEnvironment(catalog, where);
    const placement = service?.environments[where];
    if (!service || !environment || !placement) return [];
    const plan = entry.kind === 'start' ? entry.d.plan : makePlan(placement.strategy, placement);
    const target = { service: name, environment: where };
    const id = entry.kind === 'start' ? entry.d.id : `${entry.s.id} ${entry.from}`;
    const when = { id, from: entry.from, forMs: typical({ ...target, plan }) };
    return [{ ...target, entry, ...bookingFor({ service, environment }, when, catalog) }];
  });
  return [...single, ...(await bookedTrains(ctx, entries))];
}

/** Who is booked twice in what is planned, each with the least shift of one of the two that frees both. */
export async function bookedTwice(
  ctx: Pick<Context, 'catalog' | 'records'>,
  entries: readonly CalendarEntry[],
  now: Instant,
): Promise<readonly Clash[]> {
  const booked = await bookedIn(ctx, entries);
  const found = overloads(booked).slice(0, MOST);
  if (found.length === 0) return [];
  const closures = await closuresOf(ctx);
  return found.map((one) => clashOf(ctx, one, { booked, closures, now }));
}

/** Whether something that is asked for would book somebody twice, and when it would not. */
export async function wouldBookTwice(
  ctx: Pick<Context, 'catalog' | 'records'>,
  wanted: Target & Pick<Booking, 'from' | 'forMs'> & { readonly within?: Span },
  lineFor: (at: Instant) => string,
  now: Instant,
): Promise<Clash | null> {
  const catalog = ctx.catalog();
  const service = findService(catalog, wanted.service);
  const environment = findEnvironment(catalog, wanted.environment);
  if (!service || !environment) return null;
  const span = { since: now, until: plus(wanted.from, REACH_MS) };
  const others = await bookedIn(ctx, await upcoming(ctx, null, span));
  const booking = bookingFor({ service, environment }, { ...wanted, id: 'this' }, catalog);
  const own: Booked = { ...wanted, ...booking, entry: null };
  const found = overloads([...others, own]).find(
    (one) => one.booking === own || one.others.includes(own),
  );
  if (!found) return null;
  const near = found.booking === own ? found.others : [found.booking];
  const mine = { ...found, booking: own, others: near };
  const closures = await closuresOf(ctx);
  const at = shiftOf(ctx, own, { booked: others, closures, now }, wanted.within);
  return { ...mine, shift: at === null ? null : { which: own, at, lines: [lineFor(at)] } };
}

async function closuresOf({ catalog, records }: Pick<Context, 'catalog' | 'records'>) {
  const byHand = await records.blackouts(null);
  return { ...(await records.closures(catalog())), byHand };
}

interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

interface Around {
  readonly booked: readonly Booked[];
  readonly closures: Closures;
  readonly now: Instant;
}

/** Of the two the one that has to move less; the later one where it is the same. */
function clashOf(ctx: Pick<Context, 'catalog'>, clash: Overload<Booked>, around: Around): Clash {
  const shifts = [clash.booking, ...clash.others].flatMap((which) => {
    const at = shiftOf(ctx, which, around);
    return at === null ? [] : [{ which, at }];
  });
  const far = (one: (typeof shifts)[number]): number => Math.abs(one.at - one.which.from);
  const [shift] = shifts.toSorted((a, b) => far(a) - far(b));
  return { ...clash, shift: shift ? { ...shift, lines: linesFor(ctx, shift) } : null };
}

/** What is typed to move it: asked for anew, and the old one taken back. */
function linesFor(
  { catalog }: Pick<Context, 'catalog'>,
  { which: { entry, environment }, at }: { readonly which: Booked; readonly at: Instant },
): readonly string[] {
  if (entry?.kind === 'start') {
    const { service, artifact, id } = entry.d;
    const zone = findEnvironment(catalog(), environment)?.zone ?? 'UTC';
    const when = `${wallOf(at, zone).toPlainDateTime().toString({ smallestUnit: 'minute' })} ${zone}`;
    const line = `/deploy ${service}@${artifact.version} to ${environment} at ${when}`;
    return [line, `/release abort ${id}`];
  }
  if (entry?.kind !== 'schedule' || !entry.s.every) return [];
  const { service, from, every, id } = entry.s;
  const time = wallOf(at, every.zone).toPlainTime().toString({ smallestUnit: 'minute' });
  const again = sayRecurrence({ ...every, time });
  return [
    `/release schedule ${service} from ${from} to ${environment} every ${again}`,
    `/release unschedule ${id}`,
  ];
}

export function wallOf(at: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

/** A schedule keeps its days: it is moved on that day alone. */
function dayOf({ entry, from }: Booked): Span {
  const every = entry?.kind === 'schedule' ? entry.s.every : null;
  return every
    ? dayAround(from, every.zone)
    : { from: plus(from, -REACH_MS), until: plus(from, REACH_MS) };
}

export function dayAround(at: Instant, zone: string): Span {
  const start = wallOf(at, zone).startOfDay();
  const end = start.add({ days: 1 });
  return { from: instant(start.epochMilliseconds), until: instant(end.epochMilliseconds) };
}

function shiftOf(
  { catalog }: Pick<Context, 'catalog'>,
  which: Booked,
  { booked, closures, now }: Around,
  day: Span = dayOf(which),
): Instant | null {
  // When a train departs is a line of the configuration: what clashes with it moves.
  if (which.entry?.kind === 'train') return null;
  const service = findService(catalog(), which.service);
  const environment = findEnvironment(catalog(), which.environment);
  if (!service || !environment) return null;
  const within = { ...day, from: instant(Math.max(plus(now, 60_000), day.from)) };
  const closed = closedTimes(closures, which, {
    from: within.from,
    until: endOf({ ...which, from: within.until }),
  });
  const others = booked.filter((one) => one.id !== which.id);
  const staff = staffOf({ service, environment }, catalog());
  return leastShift(which, { others, closed, staff, within });
}
