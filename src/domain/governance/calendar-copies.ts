import { canonicalText } from '../kernel/canonical.ts';
import { type Instant, plus } from '../kernel/time.ts';
import {
  type CalendarFeed,
  type Copy,
  type Fading,
  type FeedLook,
  type FeedState,
  SETTLES_MS,
  type Tags,
} from './calendar-feed.ts';
import type { Times, Unread } from './closing.ts';
import { readClosings } from './icalendar/closings.ts';
import { type Blackout, closedAt, nextClosed, type ReleaseWindow } from './window.ts';

/** What a feed closes, as it is known now. */
export interface FeedClosings {
  readonly feed: CalendarFeed;
  readonly state: FeedState | null;
  /** The digests of the copies that were looked at. */
  readonly copies: readonly string[];
}

/** All that is closed: by the configuration, and by the calendars it names. */
export interface Closures extends Times {
  readonly unread: readonly Unread[];
  readonly feeds: readonly FeedClosings[];
}

/** The text of a copy, by its digest. */
export type TextOf = (digest: string) => string | undefined;

/** What a text closes for a feed, or why that cannot be said. */
export type ReadCopy = { readonly blackouts: readonly Blackout[] } | { readonly why: string };

/** The copies that are in force. */
export function copiesIn({ kept, fading }: Pick<FeedState, 'kept' | 'fading'>): readonly Copy[] {
  return kept ? [kept, ...fading] : [];
}

/**
 * What the configuration closes, and what its feeds do. One that was never read, or whose copy cannot be
 * read any more, closes all it speaks of: what is missing of it would be open.
 */
export function closuresOf(
  {
    blackouts,
    windows,
    feeds = [],
  }: {
    readonly blackouts: readonly Blackout[];
    readonly windows: readonly ReleaseWindow[];
    readonly feeds?: readonly CalendarFeed[];
  },
  states: readonly FeedState[],
  copyOf: (feed: CalendarFeed, copy: Copy) => ReadCopy,
): Closures {
  const read = feeds.map((feed) => {
    const state = states.find(({ calendar }) => calendar === feed.name) ?? null;
    return { feed, state, ...closingsIn(feed, state, copyOf) };
  });
  return {
    blackouts: [...blackouts, ...read.flatMap((one) => one.blackouts)],
    windows,
    unread: read.flatMap(({ unread }) => unread ?? []),
    feeds: read.map(({ feed, state, copies }) => ({ feed, state, copies })),
  };
}

function closingsIn(
  feed: CalendarFeed,
  state: FeedState | null,
  copyOf: (feed: CalendarFeed, copy: Copy) => ReadCopy,
) {
  const known = state ? copiesIn(state) : [];
  const copies = known.map(({ digest }) => digest);
  const texts = known.map((copy) => copyOf(feed, copy));
  const faulty = texts.find((one) => 'why' in one);
  if (copies.length > 0 && !faulty) {
    const all = texts.flatMap((one) => ('why' in one ? [] : one.blackouts));
    return { copies, blackouts: distinct(all), unread: null };
  }
  const { name, owner, environments, services } = feed;
  const why = (faulty && 'why' in faulty ? faulty.why : null) ?? state?.trouble?.why ?? NOT_YET;
  const unread: Unread = { name, owner, environments, services, why, since: state?.since ?? null };
  return { copies, blackouts: [], unread };
}
const NOT_YET = 'nobody has looked yet';

/** A text that was read, or null where what was read last still stands there. */
export type Text = { readonly text: string; readonly digest: string; readonly tags: Tags | null };

/** Lays what was read beside what is in force. A text that cannot be taken whole is none. */
export function laidBeside(
  read: Text | null,
  feed: CalendarFeed,
  {
    state,
    textOf,
    now,
  }: { readonly state: FeedState | null; readonly textOf: TextOf; readonly now: Instant },
): FeedLook {
  const matters = (one: Blackout) => !isOver(one, now);
  const of = (copy: Copy | null): readonly Blackout[] => {
    const known = copy ? readCopy(textOf(copy.digest), feed) : null;
    return known && 'blackouts' in known ? known.blackouts.filter(matters) : [];
  };
  const { kept = null, fading = [] } = state ?? {};
  const found = read ? takenWhole(read, feed, now) : { blackouts: of(kept) };
  if ('why' in found) return { kind: 'failed', why: found.why };
  const [says, said] = [found.blackouts.filter(matters), of(kept)];
  const isNew = read !== null && (kept === null || names(says) !== names(said));
  const before = [...said, ...fading.flatMap(of)];
  const left = fadingAfter(fading, isNew ? kept : null, now);
  const stay = less(left.flatMap(of), says).length > 0 ? left : [];
  const after = [...says, ...stay.flatMap(of)];
  const opened = called(less(before, after));
  const wasToOpen = less(before, said).length > 0;
  return {
    kind: 'good',
    copy: isNew ? { text: read.text, digest: read.digest, closings: found.blackouts.length } : null,
    tags: read?.tags ?? null,
    fading: stay,
    closes: called(less(after, before)),
    opens: isNew ? called(less(said, says)) : [],
    opened,
    stays: wasToOpen && stay.length === 0 && opened.length === 0,
  };
}

function takenWhole({ text }: Text, feed: CalendarFeed, now: Instant): ReadCopy {
  const found = readCopy(text, feed);
  const why = 'why' in found ? null : tooHeavy(found.blackouts, now);
  return why === null ? found : { why };
}

/** Those that are said no more, but for those of which that has been so for long enough. */
function fadingAfter(
  fading: readonly Fading[],
  last: Copy | null,
  now: Instant,
): readonly Fading[] {
  const due = ({ from }: Fading) => plus(from, SETTLES_MS) <= now;
  return [...fading.filter((one) => !due(one)), ...(last ? [{ ...last, from: now }] : [])];
}

/** It is asked before every start: a calendar of days off needs far less. */
const MOST_RULES = 100;
/** A rule that can be placed today may not be placed for ever. */
const AHEAD_MS = 400 * 86_400_000;

/** Why what it closes cannot be asked about again and again, or null. */
function tooHeavy(all: readonly Blackout[], now: Instant): string | null {
  const rules = all.filter(({ repeat }) => repeat !== undefined);
  if (rules.length > MOST_RULES) return `more than ${MOST_RULES} of its events come back`;
  const fine = rules.find(({ repeat = '' }) => /FREQ=(SECOND|MINUTE|HOUR)LY/i.test(repeat));
  if (fine) return `"${fine.name}" comes back more often than each day`;
  const odd = all.find((one) => ![now, plus(now, AHEAD_MS)].every((at) => isPlaced(one, at)));
  return odd ? `"${odd.name}" cannot be placed in time` : null;
}

function isPlaced(one: Blackout, at: Instant): boolean {
  try {
    closedAt(one, targetIn(one), at);
    nextClosed(one, at);
    return true;
  } catch {
    return false;
  }
}

/** All of it or nothing; `text` is undefined where the copy is not there. */
export function readCopy(text: string | undefined, feed: CalendarFeed): ReadCopy {
  if (text === undefined) return { why: 'its copy is lost' };
  const { name, environments, services, owner, zone } = feed;
  const closes = { name, environments, owner, zone, ...(services ? { services } : {}) };
  const read = readClosings(text, closes);
  if ('blackouts' in read) return read;
  const [first, ...more] = read.faults;
  const rest = more.length === 0 ? '' : `, and ${more.length} more`;
  return { why: `line ${first?.line ?? 1}: ${first?.message ?? 'unreadable'}${rest}` };
}

/** So far back people may ask what was closed. */
const BACK_MS = 31 * 86_400_000;

/** As `readCopy`, without what was over long before it was in force: calendars keep their years. */
export function readCopyInForce(
  text: string | undefined,
  feed: CalendarFeed,
  copy: Copy,
): ReadCopy {
  const read = readCopy(text, feed);
  if ('why' in read) return read;
  const since = plus(copy.at, -BACK_MS);
  return { blackouts: read.blackouts.filter((one) => !isOver(one, since)) };
}

function isOver(one: Blackout, at: Instant): boolean {
  return closedAt(one, targetIn(one), at) === null && nextClosed(one, at) === null;
}

/** Of copies that are kept, so that it is written once. */
const times = new WeakMap<Blackout, string>();

/** When it closes, whatever it is called. */
function timesOf(one: Blackout): string {
  const { name: _, ...rest } = one;
  const text = times.get(one) ?? canonicalText(rest);
  times.set(one, text);
  return text;
}

function less(all: readonly Blackout[], others: readonly Blackout[]): readonly Blackout[] {
  const known = new Set(others.map(timesOf));
  return all.filter((one) => !known.has(timesOf(one)));
}

function distinct(all: readonly Blackout[]): readonly Blackout[] {
  return [...new Map(all.map((one) => [timesOf(one), one])).values()];
}

function names(all: readonly Blackout[]): string {
  return canonicalText(all.map((one) => [one.name, timesOf(one)].join('\n')).toSorted());
}

function called(all: readonly Blackout[]): readonly string[] {
  return [...new Set(all.map(({ name }) => name))];
}

function targetIn({ services, environments }: Blackout) {
  return { service: services?.[0] ?? '', environment: environments[0] ?? '' };
}
