import { inArray, isNotNull } from 'drizzle-orm';
import type { Catalog } from '../../domain/catalog/catalog.ts';
import {
  type Closures,
  closuresOf,
  copiesIn,
  type ReadCopy,
  readCopyInForce,
} from '../../domain/governance/calendar-copies.ts';
import type { CalendarFeed, Copy, FeedState } from '../../domain/governance/calendar-feed.ts';
import { calendarCopy, calendarFeed } from '../schema/calendar-feed.ts';
import type { Tables } from './tables.ts';

export async function listCalendarFeeds(tables: Tables): Promise<readonly FeedState[]> {
  const rows = await tables
    .select({ body: calendarFeed.body })
    .from(calendarFeed)
    .where(isNotNull(calendarFeed.body));
  return rows.flatMap(({ body }) => body ?? []);
}

export async function readCalendarCopies(
  tables: Tables,
  digests: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (digests.length === 0) return new Map();
  const rows = await tables
    .select({ digest: calendarCopy.digest, text: calendarCopy.text })
    .from(calendarCopy)
    .where(inArray(calendarCopy.digest, [...digests]));
  return new Map(rows.map(({ digest, text }) => [digest, text]));
}

/** Copies of calendars, read, that are kept at hand. */
const MOST = 100;

/** Asked before every start, so a copy is read once: a digest never changes its text. */
export function createClosures(tables: Tables) {
  const read = new Map<string, ReadCopy>();
  return async (catalog: Pick<Catalog, 'blackouts' | 'windows' | 'feeds'>): Promise<Closures> => {
    const { feeds = [] } = catalog;
    if (feeds.length === 0) return closuresOf(catalog, [], lost);
    const states = await listCalendarFeeds(tables);
    const wanted = feeds.flatMap((feed) => {
      const state = states.find(({ calendar }) => calendar === feed.name);
      return state ? copiesIn(state).map((copy) => ({ feed, copy })) : [];
    });
    if (read.size > MOST) read.clear();
    const missing = wanted.filter(({ feed, copy }) => !read.has(keyOf(feed, copy)));
    const texts = await readCalendarCopies(
      tables,
      missing.map(({ copy }) => copy.digest),
    );
    const at = (feed: CalendarFeed, copy: Copy): ReadCopy => {
      const key = keyOf(feed, copy);
      const known = read.get(key) ?? readCopyInForce(texts.get(copy.digest), feed, copy);
      read.set(key, known);
      return known;
    };
    return closuresOf(catalog, states, at);
  };
}

function keyOf({ name, environments, services, owner, zone }: CalendarFeed, copy: Copy) {
  return JSON.stringify([copy.digest, copy.at, name, environments, services, owner, zone]);
}

function lost(): ReadCopy {
  return { why: 'it is not there' };
}
