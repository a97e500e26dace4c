import { Temporal } from 'temporal-polyfill';
import type { Catalog } from '../catalog/catalog.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { allBegun, type Closings, HORIZON_MS, setsOf } from './closings.ts';
import type { Finding } from './finding.ts';
import { firstOpen } from './first-open.ts';

const DAY_MS = 86_400_000;
/** A door that was not open for so long at the end of that year is not a holiday. */
const TAIL_MS = 60 * DAY_MS;

/** Blackouts that together never let anything in again, once all of them have begun. */
export function reopens(catalog: Catalog): readonly Finding[] {
  return setsOf(catalog).flatMap((one) => (one.blackouts.length > 0 ? (shut(one) ?? []) : []));
}

function shut(times: Closings): Finding | null {
  const { target, blackouts, windows } = times;
  const from = allBegun(times);
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

function day(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 10);
}
