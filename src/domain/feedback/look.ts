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

export interface Look {
  readonly forMs: number;
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
    const own = within(tickets, met.from, forMs).filter(
      ({ version }) => version === null || version === met.version,
    );
    const before = beforeOf(met.from, tickets, days, forMs);
    const after = { n: own.length, ms: forMs };
    const rises =
      own.length >= LEAST && chanceOfRise(before, after) <= FALSE_CALLS / LOOKS_MS.length;
    return { forMs, after, before, rises, tickets: own };
  });
}

/** The first look that found a rise; null where none did. */
export function riseIn(looks: readonly Look[]): Look | null {
  return looks.find(({ rises }) => rises) ?? null;
}

function beforeOf(from: Instant, tickets: readonly Ticket[], days: number, forMs: number): Count {
  if (forMs >= DAY_MS) {
    const ms = days * DAY_MS;
    return { n: within(tickets, instant(from - ms), ms).length, ms };
  }
  const each = Array.from({ length: days }, (_, day) => instant(from - (day + 1) * DAY_MS));
  const n = each.reduce((sum, begin) => sum + within(tickets, begin, forMs).length, 0);
  return { n, ms: days * forMs };
}

function within(tickets: readonly Ticket[], from: Instant, ms: number): readonly Ticket[] {
  return tickets.filter(({ at }) => at >= from && at < from + ms);
}
