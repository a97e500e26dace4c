import type { Catalog } from '../domain/catalog/catalog.ts';
import { copiesIn, laidBeside } from '../domain/governance/calendar-copies.ts';
import {
  type CalendarFeed,
  type FeedLook,
  type FeedState,
  looked,
  paceOf,
  targetOfFeed,
} from '../domain/governance/calendar-feed.ts';
import type { CalendarLooks, CalendarSource, Fetched } from '../ports/calendar-feeds.ts';
import type { Context } from '../ports/context.ts';

/** Looks begun in one turn; they are made side by side. */
const MOST = 8;

export interface ReadCalendars extends Pick<Context, 'records' | 'store' | 'digest' | 'log'> {
  readonly catalog: () => Catalog;
  readonly calendarLooks: CalendarLooks;
}

/**
 * Reads the calendars whose time has come, each in one process, and records what they say. Left without a
 * source it reads none: a process that serves people alone shows what others have read.
 */
export function createReadCalendars(
  ports: ReadCalendars,
  source: CalendarSource | undefined,
): () => Promise<void> {
  let known: Catalog | null = null;
  return async () => {
    const catalog = ports.catalog();
    const { feeds = [] } = catalog;
    if (!source || feeds.length === 0) return;
    if (known !== catalog) await ports.calendarLooks.know(feeds.map(({ name }) => name));
    known = catalog;
    const states = await ports.records.calendarFeeds();
    const stateOf = (name: string) => states.find(({ calendar }) => calendar === name) ?? null;
    const paces = feeds.map((feed) => [feed.name, paceOf(feed, stateOf(feed.name))] as const);
    const claimed = await ports.calendarLooks.claim(new Map(paces), MOST);
    const due = feeds.filter(({ name }) => claimed.includes(name));
    await Promise.all(due.map((feed) => readOne(ports, source, feed, stateOf(feed.name))));
  };
}

/** Decided on what was known before it was asked; whoever looked meanwhile has written another revision. */
async function readOne(
  ports: ReadCalendars,
  source: CalendarSource,
  feed: CalendarFeed,
  state: FeedState | null,
): Promise<void> {
  const { records, store, digest, log } = ports;
  try {
    const fetched = await source.fetch(feed, state?.kept ? state.tags : null);
    const known = state ? copiesIn(state).map((copy) => copy.digest) : [];
    const texts = await records.calendarCopies(known);
    const at = { state, textOf: (one: string) => texts.get(one) };
    const recorded = await store.change({ target: targetOfFeed(feed.name) }, ({ now }) =>
      looked(state, feed, lookOf(fetched, feed, { ...at, now }, digest), now),
    );
    const { name: calendar } = feed;
    if (fetched.kind === 'failed')
      log.warn({ calendar, why: fetched.why }, 'a calendar was not read');
    else log.info({ calendar, recorded: recorded.kind }, 'a calendar was looked at');
  } catch (error) {
    log.warn({ calendar: feed.name, error: String(error) }, 'a calendar was not looked at');
  }
}

function lookOf(
  fetched: Fetched,
  feed: CalendarFeed,
  at: Parameters<typeof laidBeside>[2],
  digest: (text: string) => string,
): FeedLook {
  if (fetched.kind === 'failed') return fetched;
  if (fetched.kind === 'same') return laidBeside(null, feed, at);
  const { text, tags } = fetched;
  return laidBeside({ text, tags, digest: digest(text) }, feed, at);
}
