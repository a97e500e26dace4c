import type { CalendarFeed, Tags } from '../domain/governance/calendar-feed.ts';

/** What a look at the address of a calendar brought; `same`: what was read last still stands there. */
export type Fetched =
  | { readonly kind: 'same' }
  | { readonly kind: 'text'; readonly text: string; readonly tags: Tags | null }
  | { readonly kind: 'failed'; readonly why: string };

/** Reads calendars that others keep. */
export interface CalendarSource {
  /** Never throws; `why` names no part of an address beyond its host. @param tags of the text that was read last */
  fetch(feed: CalendarFeed, tags: Tags | null): Promise<Fetched>;
}

/** Which calendars were looked at, and by whom next. */
export interface CalendarLooks {
  /** Calendars that are to be looked at from here on; those that are known already stay as they are. */
  know(calendars: readonly string[]): Promise<void>;
  /** Those whose last look was so long ago, longest first; each goes to one process. @param everyMs by calendar */
  claim(everyMs: ReadonlyMap<string, number>, limit: number): Promise<readonly string[]>;
}
