import type { Instant } from '../kernel/time.ts';
import type { Configuration } from './configuration.ts';

/** A time in which one version was in force; `until` is when the next one came, null while it is. */
export interface Reign {
  readonly configuration: Configuration;
  readonly since: Instant;
  readonly until: Instant | null;
}

/** When which version was in force, oldest first. Versions that never were are passed over. */
export function reignsOf(all: readonly Configuration[]): readonly Reign[] {
  const ruled = all
    .flatMap((one) => (one.activeSince === null ? [] : [{ one, since: one.activeSince }]))
    .toSorted((a, b) => a.since - b.since || Number(a.one.id.slice(2)) - Number(b.one.id.slice(2)));
  return ruled.map(({ one, since }, i) => {
    return { configuration: one, since, until: ruled[i + 1]?.since ?? null };
  });
}
