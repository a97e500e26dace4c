import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Instant, instant, plus } from '../kernel/time.ts';
import { nextTime } from './weekly.ts';
import { ReleaseWindow } from './window.ts';
import { WorkingHours } from './working-hours.ts';

const DAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;
const DAY_MS = 86_400_000;
/** Later than this a digest is old news: it is left out, and that is said. */
export const LATE_MS = DAY_MS;

/** When the owners of services are told of their week, by the clocks of a zone; without a channel each of them directly. */
export const DigestRule = z.strictObject({
  day: z.enum(DAYS).default('mo').describe('The day of the week. Left out: mo.'),
  at: WorkingHours.shape.from.default('09:00').describe('The time of day. Left out: "09:00".'),
  zone: ReleaseWindow.shape.zone.describe('By whose clocks: an IANA time zone.'),
  channel: z
    .string()
    .regex(
      /^(#[^\sA-Z#@.,:]{1,80}|[CG][A-Z0-9]{8,20})$/,
      'must be a channel in quotes such as "#platform", or its id such as C024BE91L',
    )
    .optional()
    .describe('Where it is posted. Left out: a direct message to each member of the group.'),
});
export type DigestRule = z.infer<typeof DigestRule>;

/** One time at which a digest is due, and the week that it tells of: `from` ≤ over < `at`. */
export interface DigestDue {
  readonly at: Instant;
  readonly from: Instant;
  /** `2026-W48`, by the clocks of the rule: one digest for each. */
  readonly week: string;
  readonly late: boolean;
}

/** The last time at which one was due, as it stands now. */
export function lastDigest({ day, at: time, zone }: DigestRule, now: Instant): DigestDue {
  const every = { days: [DAYS.indexOf(day) + 1], time, zone };
  let at = nextTime(every, plus(now, -16 * DAY_MS));
  for (let next = at; next <= now; next = nextTime(every, at)) at = next;
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const before = here.subtract({ weeks: 1 });
  return {
    at,
    from: instant(before.epochMilliseconds),
    week: weekOf(here.toPlainDate()),
    late: now - at > LATE_MS,
  };
}

/** The weeks before it, the newest first. */
export function weeksBefore(
  { at }: Pick<DigestDue, 'at'>,
  { zone }: Pick<DigestRule, 'zone'>,
  count: number,
): readonly string[] {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  return Array.from({ length: count }, (_, n) => weekOf(here.subtract({ weeks: n + 1 })));
}

function weekOf({ yearOfWeek, weekOfYear }: Temporal.PlainDate): string {
  return `${yearOfWeek}-W${String(weekOfYear).padStart(2, '0')}`;
}
