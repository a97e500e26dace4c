import { Temporal } from 'temporal-polyfill';
import type { Catalog } from '../catalog/catalog.ts';
import {
  type Blackout,
  closedAt,
  covers,
  outsideAt,
  type ReleaseWindow,
  startOf,
} from '../governance/window.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';
import type { Finding } from './finding.ts';
import { aimsOf } from './targets.ts';

const DAY_MS = 86_400_000;
/** A year in which everything that comes back has come back, and a few days. */
const HORIZON_MS = 370 * DAY_MS;
/** A door that was not open for so long at the end of that year is not a holiday. */
const TAIL_MS = 60 * DAY_MS;
/** A blackout of a minute each minute would be walked for ever. */
const MOST_STEPS = 10_000;

interface Times {
  readonly target: Target;
  readonly blackouts: readonly Blackout[];
  readonly windows: readonly ReleaseWindow[];
}

/** Blackouts that together never let anything in again, once all of them have begun. */
export function reopens(catalog: Catalog): readonly Finding[] {
  const sets = new Map<string, Times>();
  for (const { service, environment } of aimsOf(catalog)) {
    const target = { service: service.name, environment: environment.name };
    const blackouts = catalog.blackouts.filter((one) => covers(one, target));
    const windows = catalog.windows.filter((one) => covers(one, target));
    const key = JSON.stringify([blackouts, windows].map((all) => all.map(({ name }) => name)));
    if (blackouts.length > 0 && !sets.has(key)) sets.set(key, { target, blackouts, windows });
  }
  return [...sets.values()].flatMap((times) => shut(times) ?? []);
}

function shut(times: Times): Finding | null {
  const { target, blackouts, windows } = times;
  const from = instant(Math.max(...[...blackouts, ...windows].map(startOf)));
  const end = plus(from, HORIZON_MS);
  if (firstOpen(times, plus(end, -TAIL_MS), end) !== null) return null;
  const since = firstOpen(times, from, end) === null ? from : plus(end, -TAIL_MS);
  const within = windows.length === 0 ? '' : ` within the release windows ${namesOf(windows)}`;
  const what = blackouts.length === 1 ? 'never reopens' : 'together never reopen';
  return {
    about: `blackout ${blackouts.at(-1)?.name ?? ''}`,
    what: `${namesOf(blackouts)} ${what}${within}`,
    example: `${target.service} to ${target.environment} could not start at any moment from ${day(since)} to ${day(end)}`,
  };
}

function namesOf(all: readonly { readonly name: string }[]): string {
  return all.map(({ name }) => `"${name}"`).join(' and ');
}

/** The first moment at which nothing is closed, or null when there is none before `end`. */
function firstOpen(
  { target, blackouts, windows }: Times,
  from: Instant,
  end: Instant,
): Instant | null {
  let at = from;
  for (let step = 0; at < end && step < MOST_STEPS; step += 1) {
    const closed = [
      ...blackouts.map((one) => closedAt(one, target, at)),
      outsideAt(windows, target, at),
    ].filter((one) => one !== null);
    if (closed.length === 0) return at;
    at = instant(Math.max(...closed.map(({ until }) => until)));
  }
  return null;
}

function day(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 10);
}
