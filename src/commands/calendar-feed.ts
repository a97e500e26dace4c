import { plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { feedTimes } from '../projections/calendar-feed.ts';
import { icalendar } from '../projections/icalendar.ts';
import { readerOf } from './reader.ts';
import { scopedTo } from './scoped.ts';
import { upcoming } from './upcoming.ts';

const DAY_MS = 86_400_000;
const BACK_MS = 7 * DAY_MS;
const AHEAD_MS = 92 * DAY_MS;

/**
 * The calendar behind somebody's link as an iCalendar text: a week back and three months ahead, of the services that
 * they may read. Null for a link that opens nothing, and for one of somebody who has left the people of the
 * organisation.
 */
export async function calendarFeed(
  ctx: Pick<Context, 'catalog' | 'records' | 'journal'>,
  token: string,
): Promise<string | null> {
  const person = await ctx.journal.calendarLinks.personOf(token);
  const catalog = ctx.catalog();
  const found = catalog.people.find(({ id }) => id === person);
  if (!found) return null;
  const now = await ctx.records.now();
  const span = { since: plus(now, -BACK_MS), until: plus(now, AHEAD_MS) };
  const entries = await upcoming(scopedTo(ctx, readerOf(catalog, found)), null, span);
  return icalendar(`${catalog.organisation}: releases`, feedTimes(entries), now);
}
