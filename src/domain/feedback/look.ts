import { type Instant, instant, plus } from '../kernel/time.ts';
import { type Count, chanceOfRise } from './rise.ts';
import type { Ticket } from './ticket.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Looked at this long after people met it, and at no other time: the chance of a false call is parted among them. */
const LOOKS_MS = [1, 2, 4, 8, 24, 48, 96, 168].map((hours) => hours * HOUR_MS);
/** Of a hundred deployments that changed nothing, at most one is called. */
export const FALSE_CALLS = 0.01;
/** Fewer tickets than this are nobody's rise. */
const LEAST = 5;
/** So far back is compared with. */
export const BEFORE_DAYS = 14;

/** A time in which people met one version, and nothing else was put before them there. */
export interface Met {
  readonly version: string;
  readonly from: Instant;
  /** When it was replaced or taken back; now, where it is still met. */
  readonly until: Instant;
}

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

export interface Look {
  readonly forMs: number;
  /** When each side was. */
  readonly spans: { readonly after: Span; readonly before: readonly Span[] };
  /** What is counted against. */
  readonly by: 'time' | 'requests';
  readonly after: Count;
  readonly before: Count;
  readonly rises: boolean;
  /** The tickets that came after. */
  readonly tickets: readonly Ticket[];
}

/**
 * The looks whose time has come, oldest first. A look of less than a day is compared with the same hours of the days
 * before, a longer one with those days whole, so that night and day are not taken for a rise. Tickets that name another
 * version are not this one's. @param heardSince since when there are tickets of this place at all
 */
export function looksOf(
  met: Met,
  tickets: readonly Ticket[],
  heardSince: Instant,
): readonly Look[] {
  const days = Math.min(BEFORE_DAYS, Math.floor((met.from - heardSince) / DAY_MS));
  if (days < 1) return [];
  return LOOKS_MS.filter((forMs) => plus(met.from, forMs) <= met.until).map((forMs) => {
    const own = within(tickets, spanOf(met.from, forMs)).filter(
      ({ version }) => version === null || version === met.version,
    );
    const spans = { after: spanOf(met.from, forMs), before: spansBefore(met.from, days, forMs) };
    const n = spans.before.reduce((sum, one) => sum + within(tickets, one).length, 0);
    const before = { n, exposure: spans.before.reduce((sum, { from, to }) => sum + to - from, 0) };
    const after = { n: own.length, exposure: forMs };
    return { forMs, spans, by: 'time', after, before, rises: rises(before, after), tickets: own };
  });
}

function rises(before: Count, after: Count): boolean {
  return after.n >= LEAST && chanceOfRise(before, after) <= FALSE_CALLS / LOOKS_MS.length;
}

/** The same look against what was served: a rise that more traffic explains is none. */
export function byRequests(
  look: Look,
  served: { readonly after: number; readonly before: number },
): Look {
  const after = { ...look.after, exposure: served.after };
  const before = { ...look.before, exposure: served.before };
  return { ...look, by: 'requests', after, before, rises: look.rises && rises(before, after) };
}

/**
 * Whom of those who tell can be compared: who told a day before people met it or earlier; and since when all of those told.
 * Whoever began to tell later would look like a rise. Null where nobody did.
 * @param firsts when the first ticket of each that ever told was written
 */
export function comparable(
  firsts: ReadonlyMap<string, Instant>,
  from: Instant,
): { readonly sources: readonly string[]; readonly since: Instant } | null {
  const early = [...firsts].filter(([, at]) => at <= from - DAY_MS);
  if (early.length === 0) return null;
  const since = instant(Math.max(...early.map(([, at]) => at)));
  return { sources: early.map(([source]) => source), since };
}

/** The first look that found a rise; null where none did. */
export function riseIn(looks: readonly Look[]): Look | null {
  return looks.find(({ rises }) => rises) ?? null;
}

function spansBefore(from: Instant, days: number, forMs: number): readonly Span[] {
  if (forMs >= DAY_MS) return [{ from: instant(from - days * DAY_MS), to: from }];
  return Array.from({ length: days }, (_, day) =>
    spanOf(instant(from - (day + 1) * DAY_MS), forMs),
  );
}

function spanOf(from: Instant, ms: number): Span {
  return { from, to: plus(from, ms) };
}

function within(tickets: readonly Ticket[], { from, to }: Span): readonly Ticket[] {
  return tickets.filter(({ at }) => at >= from && at < to);
}
