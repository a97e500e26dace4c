import { plannedFor } from '../domain/deployment/planned.ts';
import { closureOf, scopeOf } from '../domain/governance/ad-hoc-blackout.ts';
import type { Schedule } from '../domain/governance/schedule.ts';
import { nextTime } from '../domain/governance/weekly.ts';
import { occurrences } from '../domain/governance/window.ts';
import { parseDuration, sayDuration } from '../domain/kernel/duration.ts';
import { isRefusal, refuse } from '../domain/kernel/refusal.ts';
import { type Instant, instant, plus } from '../domain/kernel/time.ts';
import { type CalendarEntry, calendarView } from '../projections/calendar.ts';
import { defineVerb } from './command.ts';
import { environmentNamed } from './find.ts';
import { keyword, optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const DAY_MS = 24 * 3_600_000;
const USUAL_MS = 7 * DAY_MS;
const LONGEST_MS = 92 * DAY_MS;
/** More of one kind than anybody reads. */
const MOST = 200;

/** What is closed, open and planned in the days to come. */
export const calendar = defineVerb({
  name: 'calendar',
  root: '/release',
  aliases: ['cal'],
  says: 'Blackouts, release windows, planned starts and schedules of the days to come',
  example: '/release calendar 14d in production',
  args: { within: optional('text'), in: keyword('environment', 'in') },
  needs: ['look'],
  urgent: false,
  async run(ctx, { line }, { within, in: where }) {
    const forMs = within === undefined ? USUAL_MS : parseDuration(within);
    if (forMs === null || forMs <= 0 || forMs > LONGEST_MS) {
      return no(
        refuse('bad-duration', `"${within}" is not a length of time up to 92 days.`, {
          line: '/release calendar 14d',
        }),
      );
    }
    const place = where === undefined ? null : environmentNamed(ctx, where, line);
    if (isRefusal(place)) return no(place);
    const since = await ctx.records.now();
    const until = plus(since, forMs);
    const { blackouts, windows } = ctx.catalog();
    const closings = (kind: 'blackout' | 'window', all: typeof blackouts): CalendarEntry[] =>
      all
        .filter(({ environments }) => place === null || environments.includes(place.name))
        .flatMap((one) =>
          occurrences(one, { since, until, most: MOST }).map((at) => ({ kind, ...at, scope: one })),
        );
    const byHand = await ctx.records.blackouts(place?.name ?? null);
    const closed = byHand
      .filter((one) => since < one.until)
      .map((one): CalendarEntry => ({ kind: 'blackout', ...closureOf(one), scope: scopeOf(one) }));
    const pending = await ctx.records.deployments({
      statuses: ['pending'],
      ...(place ? { environment: place.name } : {}),
      limit: MOST,
    });
    const starts = pending.flatMap((d): CalendarEntry[] => {
      const at = instant(plannedFor(d)?.at ?? until);
      return at < until ? [{ kind: 'start', from: at, d }] : [];
    });
    const times = (await ctx.records.schedules(MOST))
      .filter((s) => place === null || s.environment === place.name)
      .flatMap((s) => timesOf(s, until));
    const entries = [
      ...closings('blackout', blackouts),
      ...closed,
      ...closings('window', windows),
      ...starts,
      ...times,
    ];
    const title = `Calendar of ${place?.name ?? 'all environments'}, the next ${sayDuration(forMs)}`;
    return say(calendarView(title, entries, since));
  },
});

/** When a schedule comes until then; none while it is paused, nor where it only waits for an event. */
function timesOf(s: Schedule, until: Instant): readonly CalendarEntry[] {
  const found: CalendarEntry[] = [];
  let { dueAt } = s;
  while (s.every && dueAt !== null && dueAt < until && found.length < MOST) {
    found.push({ kind: 'schedule', from: dueAt, s });
    dueAt = nextTime(s.every, dueAt);
  }
  return found;
}
