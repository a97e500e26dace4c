import type { Change, Entry, Plain } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, plus } from '../kernel/time.ts';
import type { Blackout } from './window.ts';

/** A calendar of closed times that somebody else keeps and this Fairway reads again and again. */
export interface CalendarFeed
  extends Pick<Blackout, 'name' | 'environments' | 'services' | 'owner' | 'zone'> {
  /** Where it is read; left out where the address itself is a secret. */
  readonly url?: string | undefined;
  /** Where its address stands, as `env:NAME` or `file:/path`, instead of `url`. */
  readonly urlFrom?: string | undefined;
  /** Milliseconds between two looks at it. */
  readonly every: number;
  /** Whether it may lie in one's own networks, and be read without TLS. */
  readonly private?: boolean | undefined;
}

/** A text of the calendar, by its SHA-256, and since when that is what it says. */
export interface Copy {
  readonly digest: string;
  readonly at: Instant;
  /** How many closings stand in it. */
  readonly closings: number;
}

/** One that is said no more: in force besides the newest until that has been said for long enough. */
export interface Fading extends Copy {
  /** When another was read in its place. */
  readonly from: Instant;
}

/** What the server called the last text that was read there, to be asked whether there is another. */
export interface Tags {
  /** The digest of the address: tags of one say nothing about another. */
  readonly source: string;
  readonly etag: string | null;
  readonly modified: string | null;
}

export interface Trouble {
  readonly why: string;
  readonly since: Instant;
  /** Looks that failed in a row. */
  readonly tries: number;
  /** Whether people have been told. */
  readonly told: boolean;
}

/** What is known of a feed. In force is all that stands in `kept`, which was read last, or in `fading`. */
export interface FeedState extends Target {
  readonly calendar: string;
  /** When it was first looked at. */
  readonly since: Instant;
  /** When it was last read without a fault; null: never. */
  readonly seenAt: Instant | null;
  readonly kept: Copy | null;
  readonly fading: readonly Fading[];
  readonly tags: Tags | null;
  readonly trouble: Trouble | null;
  readonly revision: number;
}

/** The text of a copy, kept for ever: what was decided by it can be looked at again. */
export interface KeptCopy extends Target {
  readonly digest: string;
  readonly text: string;
  readonly at: Instant;
}

export type FeedRow =
  | { readonly table: 'calendar_feed'; readonly row: FeedState }
  | { readonly table: 'calendar_copy'; readonly row: KeptCopy };

/** What everybody who deploys there has to hear of. */
export interface FeedEvent extends Target {
  readonly type: 'calendar';
  readonly what: 'read' | 'changed' | 'opens' | 'stays' | 'failing' | 'recovered';
  readonly calendar: string;
  readonly environments: readonly string[];
  readonly owner: string;
  readonly at: Instant;
  readonly revision: number;
  /** What it closes that it did not, and what it closes no more, by name. */
  readonly closes: readonly string[];
  readonly opens: readonly string[];
  /** When what it closes no more is open; null: at once, or nothing is opened. */
  readonly opensAt: Instant | null;
  /** Why it cannot be read; null where it can. */
  readonly why: string | null;
  /** When the copy in force was last seen; null: there is none. */
  readonly asOf: Instant | null;
}

export type FeedChange = Change<FeedRow, FeedEvent>;

/**
 * How long a calendar must say again and again that something is open before it is. An empty answer, a
 * calendar that somebody emptied by mistake and one that was taken over look the same for so long.
 */
export const SETTLES_MS = 15 * 60_000;
/** One look that fails is weather; where nothing was ever read, it is told at once. */
const TOLD_AFTER = 2;
const RETRY_MS = 60_000;
const LONGEST_UNREAD_MS = 5 * 60_000;
const MOST_NAMES = 20;

/** Its row and fence lie where no target can. */
export function targetOfFeed(calendar: string): Target {
  return { service: `calendar/${calendar}`, environment: '*' };
}

/** How long after the last look it is looked at again: sooner while it fails, and less and less so. */
export function paceOf({ every }: Pick<CalendarFeed, 'every'>, state: FeedState | null): number {
  const tries = state?.trouble?.tries ?? 0;
  const isRead = state !== null && state.kept !== null;
  if (isRead && tries === 0) return every;
  const again = RETRY_MS * 2 ** Math.min(Math.max(0, tries - 1), 10);
  // Until it was read once, everything it speaks of is closed.
  return Math.min(every, again, isRead ? every : LONGEST_UNREAD_MS);
}

/** What one look brought, laid beside what is in force. */
export type FeedLook =
  | { readonly kind: 'failed'; readonly why: string }
  | {
      readonly kind: 'good';
      /** Null: it says what it said. */
      readonly copy: (Omit<Copy, 'at'> & { readonly text: string }) | null;
      /** Null: what was known still holds. */
      readonly tags: Tags | null;
      /** Copies that stay in force besides it. */
      readonly fading: readonly Fading[];
      /** What is closed from now on that was not. */
      readonly closes: readonly string[];
      /** What it says no more, which is open later. */
      readonly opens: readonly string[];
      /** What is open from now on, since it was said no more for long enough. */
      readonly opened: readonly string[];
      /** Whether it says again what was about to be opened. */
      readonly stays: boolean;
    };

/** What follows from one look at a feed. Nothing is written where somebody else has looked since. */
export function looked(
  before: FeedState | null,
  feed: CalendarFeed,
  look: FeedLook,
  now: Instant,
): FeedChange {
  const state = before ?? unread(feed, now);
  const told = telling(state, feed, now);
  if (look.kind === 'failed') return failed(state, look.why, told, now);
  const { copy, fading, tags } = look;
  const kept = copy ? { digest: copy.digest, closings: copy.closings, at: now } : state.kept;
  const seen: FeedState = {
    ...state,
    ...{ kept, fading, seenAt: now, trouble: null, revision: state.revision + 1 },
    tags: tags ?? (copy ? null : state.tags),
  };
  const row: FeedRow[] = copy
    ? [
        {
          table: 'calendar_copy',
          row: { ...place(state), digest: copy.digest, text: copy.text, at: now },
        },
      ]
    : [];
  const recovered = state.trouble?.told ? [told('recovered', {}, seen)] : [];
  return together(put(seen, ...row), ...newsOf(state, look, told, seen), ...recovered);
}

type Tell = ReturnType<typeof telling>;

function unread(feed: CalendarFeed, now: Instant): FeedState {
  const { name: calendar } = feed;
  const nothing = { seenAt: null, kept: null, fading: [], tags: null, trouble: null };
  return { ...targetOfFeed(calendar), calendar, since: now, ...nothing, revision: 0 };
}

function failed(state: FeedState, why: string, told: Tell, now: Instant): FeedChange {
  const tries = (state.trouble?.tries ?? 0) + 1;
  const isKnown = state.trouble?.told ?? false;
  const tells = !isKnown && (tries >= TOLD_AFTER || state.kept === null);
  const trouble = { why, since: state.trouble?.since ?? now, tries, told: isKnown || tells };
  const seen = { ...state, trouble, revision: state.revision + 1 };
  return together(put(seen), tells ? told('failing', { why }, seen) : NOTHING);
}

type Good = Extract<FeedLook, { kind: 'good' }>;

function newsOf(state: FeedState, look: Good, told: Tell, seen: FeedState): readonly FeedChange[] {
  const { copy, closes, opens, opened, stays } = look;
  if (!state.kept) return [told('read', { closes }, seen)];
  const opensAt = plus(seen.seenAt ?? seen.since, SETTLES_MS);
  const now = { closes: opens.length > 0 ? [] : closes, opens: opened };
  const isSilent = [opens, closes, opened].every((names) => names.length === 0);
  return [
    ...(opens.length > 0 ? [told('opens', { closes, opens, opensAt }, seen)] : []),
    ...(now.closes.length + now.opens.length > 0 ? [told('changed', now, seen)] : []),
    ...(stays ? [told('stays', {}, seen)] : []),
    ...(copy && isSilent && !stays ? [told('renamed', {}, seen)] : []),
  ];
}

interface Said {
  readonly why?: string;
  readonly closes?: readonly string[];
  readonly opens?: readonly string[];
  readonly opensAt?: Instant;
}

/** Writes it down and tells it: every copy with its digest, and what it changes. */
function telling(state: FeedState, feed: CalendarFeed, now: Instant) {
  return (
    what: FeedEvent['what'] | 'renamed',
    { why, closes = [], opens = [], opensAt }: Said,
    seen: FeedState,
  ): FeedChange => {
    const evidence: Record<string, Plain> = {
      digest: seen.kept?.digest ?? null,
      was: state.kept?.digest ?? null,
      besides: seen.fading.map(({ digest }) => digest),
      closings: seen.kept?.closings ?? null,
      closes: cut(closes),
      opens: cut(opens),
      opensAt: opensAt ?? null,
      environments: [...feed.environments],
      why: why ?? null,
    };
    const subject = `calendar:${feed.name}`;
    const ledger: readonly Entry[] = [{ subject, what, by: 'fairway', at: now, evidence }];
    if (what === 'renamed') return { ...NOTHING, ledger };
    const event: FeedEvent = {
      type: 'calendar',
      what,
      ...place(state),
      calendar: feed.name,
      environments: feed.environments,
      owner: feed.owner,
      at: now,
      revision: seen.revision,
      closes: cut(closes),
      opens: cut(opens),
      opensAt: opensAt ?? null,
      why: why ?? null,
      asOf: state.seenAt,
    };
    return { rows: [], ledger, events: [event] };
  };
}

const NOTHING: FeedChange = { rows: [], ledger: [], events: [] };

function put(row: FeedState, ...more: readonly FeedRow[]): FeedChange {
  return { ...NOTHING, rows: [{ table: 'calendar_feed', row }, ...more] };
}

function together(...all: readonly FeedChange[]): FeedChange {
  return {
    rows: all.flatMap(({ rows }) => rows),
    ledger: all.flatMap(({ ledger }) => ledger),
    events: all.flatMap(({ events }) => events),
  };
}

function place({ service, environment }: Target): Target {
  return { service, environment };
}

function cut(names: readonly string[]): string[] {
  const rest = names.length - MOST_NAMES;
  return rest > 0 ? [...names.slice(0, MOST_NAMES), `and ${rest} more`] : [...names];
}
