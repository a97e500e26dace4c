import { z } from 'zod';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const PART = /(\d+)(ms|s|m|h|d)/g;

/** Reads `90s`, `1h30m`, `250ms` into milliseconds; null when it is not a duration. */
export function parseDuration(text: string): number | null {
  const compact = text.replaceAll(' ', '');
  if (!/^(\d+(ms|s|m|h|d))+$/.test(compact)) return null;
  return [...compact.matchAll(PART)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0),
    0,
  );
}

/** A duration as people write it in configuration (`10s`, `2m`), in milliseconds once parsed. */
export const Duration = z
  .string()
  .regex(/^(\d+(ms|s|m|h|d))+$/, 'must be a duration such as 10s, 5m or 1h30m')
  .transform((text) => parseDuration(text) ?? 0);

const SPOKEN: readonly (readonly [string, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** Says a length of time in words, two units at most: `2 minutes 10 seconds`. */
export function sayDuration(ms: number): string {
  let left = Math.max(0, Math.round(ms / 1_000) * 1_000);
  const words: string[] = [];
  for (const [name, unitMs] of SPOKEN) {
    const count = Math.floor(left / unitMs);
    left -= count * unitMs;
    if (count > 0) words.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return words.slice(0, 2).join(' ') || 'less than a second';
}

/** From so much left on it is told in steps of so much: days, hours, then quarters of one, then minutes. */
const STEPS: readonly (readonly [fromMs: number, stepMs: number])[] = [
  [2 * 86_400_000, 86_400_000],
  [2 * 3_600_000, 3_600_000],
  [15 * 60_000, 15 * 60_000],
  [5 * 60_000, 5 * 60_000],
  [60_000, 60_000],
];

/**
 * How long it is until a moment, in words that stay true until the next ones are due, so that whoever shows them has
 * little to renew: never more than once a minute. `over 1 hour 30 minutes left`, at the end `less than a minute left`.
 */
export function sayLeft(ms: number): string {
  const stepMs = stepAt(ms);
  if (stepMs === null) return 'less than a minute left';
  return `over ${sayDuration(Math.floor(ms / stepMs) * stepMs)} left`;
}

/** For how long those words stay true; milliseconds, and never nothing. */
export function leftFor(ms: number): number {
  const stepMs = stepAt(ms);
  return stepMs === null ? ms : (ms % stepMs) + 1;
}

function stepAt(ms: number): number | null {
  return STEPS.find(([fromMs]) => ms >= fromMs)?.[1] ?? null;
}
