import { Temporal } from 'temporal-polyfill';
import type { Stop } from './breaker.ts';
import { nameLine, type Place } from './place.ts';

/** Who stopped which line, since when and why, as one clause. */
export function stopSaid({ by, at, because }: Stop, place: Place): string {
  const since = Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 16);
  return `${by} stopped the line of ${nameLine(place)} at ${since.replace('T', ' ')} UTC (${because})`;
}
