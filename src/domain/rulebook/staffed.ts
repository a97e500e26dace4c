import { Temporal } from 'temporal-polyfill';
import type { Catalog, Person } from '../catalog/catalog.ts';
import { findPerson } from '../catalog/find.ts';
import { requirementsThere } from '../deployment/slots.ts';
import { isAtWork } from '../governance/working-hours.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';
import type { Finding } from './finding.ts';
import { aimsOf } from './targets.ts';

const HOUR_MS = 3_600_000;
const STEP_MS = HOUR_MS / 2;
const WEEK_STEPS = (7 * 24 * HOUR_MS) / STEP_MS;
/** Two Mondays, one on each side of the change of clocks. */
const WEEKS: readonly Instant[] = [monday('2026-01-05'), monday('2026-07-06')];

/**
 * Hours of the week in which too few of those a rule asks are at work. A ladder that ends with somebody
 * closes them; rules of which anybody has no working hours are left alone: they may be there.
 */
export function staffed(catalog: Catalog): readonly Finding[] {
  const seen = new Set<string>();
  return aimsOf(catalog).flatMap(({ service, environment }) =>
    requirementsThere({ service, environment }, catalog).flatMap((asked): Finding[] => {
      const { rule } = asked;
      const ids = [...new Set([...asked.people, ...asked.perhaps])];
      const people = ids.flatMap((id) => findPerson(catalog, id) ?? []);
      const able = people.filter((one) => one.accounts.length > 0);
      const key = `${rule.name} ${ids.toSorted().join(' ')}`;
      if (seen.has(key) || able.length < rule.quorum) return [];
      seen.add(key);
      const gap = firstGap(able, rule.quorum);
      if (!gap) return [];
      const who = `${rule.quorum} of ${able.map((one) => one.id).join(', ')}`;
      return [
        {
          about: `approval rule ${rule.name}`,
          what: `for ${gap.hours} hours of the week nobody it asks could approve`,
          example: `${service.name} to ${environment.name} asked for on ${said(gap.from)} needs ${who}, and too few are at work until ${said(gap.until)}`,
        },
      ];
    }),
  );
}

interface Gap {
  readonly from: Instant;
  readonly until: Instant;
  readonly hours: number;
}

/** The first stretch of a week in which fewer than `quorum` are at work, and how long all of them are. */
function firstGap(people: readonly Person[], quorum: number): Gap | null {
  for (const begin of WEEKS) {
    const moments = Array.from({ length: WEEK_STEPS }, (_, i) => plus(begin, i * STEP_MS));
    const short = moments.map((at) => people.filter((one) => works(one, at)).length < quorum);
    const first = short.indexOf(true);
    if (first < 0) continue;
    const ends = short.indexOf(false, first);
    const steps = (ends < 0 ? WEEK_STEPS : ends) - first;
    const from = plus(begin, first * STEP_MS);
    const hours = (short.filter(Boolean).length * STEP_MS) / HOUR_MS;
    return { from, until: plus(from, steps * STEP_MS), hours };
  }
  return null;
}

function works({ workingHours, zone }: Person, at: Instant): boolean {
  return isAtWork(workingHours ?? null, zone ?? 'UTC', at);
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function said(at: Instant): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC');
  return `${DAYS[there.dayOfWeek - 1]} ${there.toPlainTime().toString().slice(0, 5)} UTC`;
}

function monday(date: string): Instant {
  return instant(Temporal.Instant.from(`${date}T00:00Z`).epochMilliseconds);
}
