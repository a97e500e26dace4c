import { Temporal } from 'temporal-polyfill';
import type { LinkedIncident, Period } from '../domain/dora/delivery.ts';
import { asKnown } from '../domain/incident/as-known.ts';
import { parseDuration } from '../domain/kernel/duration.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Target } from '../domain/kernel/target.ts';
import { type Instant, instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';

const DAY_MS = 86_400_000;
const LONGEST_MS = 3 * 366 * DAY_MS;
/** More than a service ever has; the newest that were open by then. */
const MOST_INCIDENTS = 5_000;

/** How a period is typed; what is left out is 90 days up to now, as known at its end. */
export interface TypedPeriod {
  readonly within?: string | undefined;
  readonly until?: string | undefined;
  readonly 'as-of'?: string | undefined;
}

/** The period that is meant: a day stands for its end in UTC, so that it means the same to everybody. */
export function periodAsked(typed: TypedPeriod, now: Instant): Period | Refusal {
  const lengthMs = typed.within === undefined ? 90 * DAY_MS : parseDuration(typed.within);
  if (lengthMs === null || lengthMs <= 0 || lengthMs > LONGEST_MS) {
    return refuse('bad-duration', `"${typed.within}" is not a period.`, {
      fix: 'Write it as 30d, at most three years.',
    });
  }
  const to = typed.until === undefined ? now : dayEnd(typed.until);
  const asOf = typed['as-of'] === undefined ? to : dayEnd(typed['as-of']);
  if (to === null || asOf === null) {
    const text = (to === null ? typed.until : typed['as-of']) ?? '';
    return refuse('bad-time', `"${text}" is not a day or a moment.`, {
      fix: 'Write a day as 2026-09-30, which means its end in UTC, or a moment as 2026-09-30T12:00:00Z.',
    });
  }
  const late = Math.max(to, asOf) > now;
  if (late) {
    return refuse('not-yet', 'That lies ahead: what has not happened cannot be counted.', {
      fix: 'Name a day that is over.',
    });
  }
  return { from: plus(to, -lengthMs), to, asOf };
}

function dayEnd(text: string): Instant | null {
  try {
    if (!/^\d{4}-\d\d-\d\d$/.test(text))
      return instant(Temporal.Instant.from(text).epochMilliseconds);
    const day = Temporal.PlainDate.from(text).add({ days: 1 }).toZonedDateTime('UTC');
    return instant(day.epochMilliseconds);
  } catch {
    return null;
  }
}

/** The incidents that touched the place as they were known at the end of what is asked, whatever was said of them since. */
export async function linkedIncidents(
  ctx: Pick<Context, 'records'>,
  target: Target,
  { asOf }: Period,
): Promise<readonly LinkedIncident[]> {
  const { service, environment } = target;
  const asked = { service, environment, until: asOf, limit: MOST_INCIDENTS };
  return (await ctx.records.incidents(asked)).flatMap((one) => asKnown(one, target, asOf) ?? []);
}
