import type { Target } from '../kernel/target.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';
import type { Held } from './lock.ts';

/** One that waits for a place, and how long it is expected to keep it once it is there. Milliseconds. */
export interface InLine extends Target {
  readonly id: string;
  readonly takesMs: number;
}

/**
 * When it is expected to be the turn of each that waits, in the order in which they go: the first of a target once
 * that is free, each of the others once those before it are done. An estimate: of those who wait nobody may ever
 * start, and a lock may be extended or taken off. Null where nobody knows when it is free.
 */
export function arrivals(
  line: readonly InLine[],
  freeAt: (one: InLine) => Instant | null,
): ReadonlyMap<string, Instant | null> {
  const next = new Map<string, Instant | null>();
  const found = new Map<string, Instant | null>();
  for (const one of line) {
    const place = `${one.environment}/${one.service}`;
    const known = next.get(place);
    const at = known === undefined ? freeAt(one) : known;
    found.set(one.id, at);
    next.set(place, at === null ? null : plus(at, one.takesMs));
  }
  return found;
}

/** When the last of these locks ends; null where one has no end, or passes on to somebody who wants it. */
export function freedAt(locks: readonly Pick<Held, 'held'>[]): Instant | null {
  const ends = locks.map(({ held }) => (held.claim === null ? held.until : null));
  return ends.includes(null) ? null : instant(Math.max(...ends.map(Number)));
}
