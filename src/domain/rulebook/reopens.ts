import { Temporal } from 'temporal-polyfill';
import type { Catalog } from '../catalog/catalog.ts';
import { type Blackout, closedAt, startOf } from '../governance/window.ts';
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

/** Blackouts that together never let anything in again, once all of them have begun. */
export function reopens(catalog: Catalog): readonly Finding[] {
  const sets = new Map<
    string,
    { readonly target: Target; readonly windows: readonly Blackout[] }
  >();
  for (const { service, environment } of aimsOf(catalog)) {
    const target = { service: service.name, environment: environment.name };
    const windows = catalog.blackouts.filter((one) => speaksOf(one, target));
    const key = windows.map(({ name }) => name).join('\n');
    if (windows.length > 0 && !sets.has(key)) sets.set(key, { target, windows });
  }
  return [...sets.values()].flatMap(({ target, windows }) => shut(target, windows) ?? []);
}

function shut(target: Target, windows: readonly Blackout[]): Finding | null {
  const from = instant(Math.max(...windows.map(startOf)));
  const end = plus(from, HORIZON_MS);
  if (firstOpen(target, windows, plus(end, -TAIL_MS), end) !== null) return null;
  const open = firstOpen(target, windows, from, end);
  const names = windows.map(({ name }) => `"${name}"`).join(' and ');
  const last = windows.at(-1)?.name ?? '';
  const since = open === null ? from : plus(end, -TAIL_MS);
  return {
    about: `blackout ${last}`,
    what: `${names} ${windows.length === 1 ? 'never reopens' : 'together never reopen'}`,
    example: `${target.service} to ${target.environment} could not start at any moment from ${day(since)} to ${day(end)}`,
  };
}

/** The first moment at which none of them is in force, or null when there is none before `end`. */
function firstOpen(
  target: Target,
  windows: readonly Blackout[],
  from: Instant,
  end: Instant,
): Instant | null {
  let at = from;
  for (let step = 0; at < end && step < MOST_STEPS; step += 1) {
    const closed = windows.map((one) => closedAt(one, target, at)).filter((one) => one !== null);
    if (closed.length === 0) return at;
    at = instant(Math.max(...closed.map(({ until }) => until)));
  }
  return null;
}

function speaksOf(window: Blackout, { service, environment }: Target): boolean {
  const named = window.services === undefined || window.services.includes(service);
  return named && window.environments.includes(environment);
}

function day(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 10);
}
