import type { Catalog } from '../catalog/catalog.ts';
import {
  type Blackout,
  type Closed,
  closedAt,
  occurrences,
  outsideAt,
  startOf,
} from '../governance/window.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';
import { type Closings, HORIZON_MS, sayMoment, setsOf } from './closings.ts';
import type { Finding } from './finding.ts';

/** Of a blackout that comes back each hour a year is not looked through. */
const MOST = 500;

/**
 * Blackouts that a glass broken for something else opens from their first moment to their last: it was asked for
 * while another door was closed, and lasts past the end of this one, which nobody who said yes had seen.
 */
export function outlasted(catalog: Catalog): readonly Finding[] {
  const { lasts } = catalog.breakGlass;
  const found = new Map<string, Finding>();
  for (const closings of setsOf(catalog)) {
    for (const blackout of closings.blackouts) {
      const first = found.has(blackout.name) ? null : firstOpened(blackout, lasts, closings);
      if (first) found.set(blackout.name, first);
    }
  }
  return [...found.values()];
}

function firstOpened(blackout: Blackout, lastsMs: number, closings: Closings): Finding | null {
  if (blackout.for >= lastsMs && !blackout.spans) return null;
  const since = plus(startOf(blackout), -1);
  const all = occurrences(blackout, { since, until: plus(since, HORIZON_MS), most: MOST });
  for (const one of all) {
    const found = opened(one, lastsMs, closings);
    if (found) return found;
  }
  return null;
}

function opened(next: Closed, lastsMs: number, closings: Closings): Finding | null {
  if (next.until - next.from >= lastsMs) return null;
  const { target } = closings;
  // Granted no earlier than this it lasts to the end of the blackout, and a moment before that begins is late enough.
  const moments = [plus(next.until, -lastsMs), plus(next.from, -1)];
  for (const at of moments) {
    const other = closedBefore(closings, at, next);
    if (!other) continue;
    const { service, environment } = target;
    return {
      about: `blackout ${next.name}`,
      what: `a glass broken for ${other} opens all of it as well`,
      example: `broken at ${sayMoment(at)} for ${service} in ${environment} it lasts until ${sayMoment(plus(at, lastsMs))}, past the end of "${next.name}" at ${sayMoment(next.until)}; shorten "lasts" of breakGlass`,
    };
  }
  return null;
}

/** What was closed then besides. */
function closedBefore(
  { target, blackouts, windows }: Closings,
  at: Instant,
  next: Closed,
): string | null {
  const moment = instant(Math.min(at, next.from - 1));
  const held = blackouts.flatMap((one) => closedAt(one, target, moment) ?? []);
  const [first] = held.filter((one) => one.from !== next.from);
  if (first) return `"${first.name}"`;
  return outsideAt(windows, target, moment) ? 'the time between release windows' : null;
}
