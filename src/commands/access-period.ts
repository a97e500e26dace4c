import { Temporal } from 'temporal-polyfill';
import type { Period } from '../domain/deployment/access-history.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { type Instant, instant, plus } from '../domain/kernel/time.ts';

/** A quarter is never longer. */
const USUAL_MS = 92 * 86_400_000;

interface Typed {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** The time that is reviewed: what is left out is the last 92 days. A day begins at midnight in UTC, for everybody. */
export function reviewPeriod({ since, until }: Typed, now: Instant): Period | Refusal {
  const to = until === undefined ? now : momentOf(until);
  if (isRefusal(to)) return to;
  const from = since === undefined ? plus(to, -USUAL_MS) : momentOf(since);
  if (isRefusal(from)) return from;
  if (from < to && to <= now) return { since: from, until: to };
  return refuse('bad-time', 'There is no such time to review.', {
    why: 'It begins before it ends, and ends at this moment or earlier.',
    fix: 'Name days that are over, such as since 2026-07-01.',
  });
}

function momentOf(text: string): Instant | Refusal {
  try {
    const day = /^\d{4}-\d\d-\d\d$/.test(text);
    const exact = Temporal.Instant.from(day ? `${text}T00:00Z` : text);
    return instant(exact.epochMilliseconds);
  } catch {
    return refuse('bad-time', `"${text}" is not a day or a moment.`, {
      fix: 'Write a day as 2026-07-01, which begins at midnight in UTC, or a moment as 2026-07-01T12:00:00Z.',
    });
  }
}
