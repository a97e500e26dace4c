import { Temporal } from 'temporal-polyfill';
import type { Catalog } from '../catalog/catalog.ts';
import { type Blackout, covers, type ReleaseWindow, startOf } from '../governance/window.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { type Aim, aimsOf } from './targets.ts';

/** A year in which everything that comes back has come back, and a few days. */
export const HORIZON_MS = 370 * 86_400_000;

/** What closes one target. */
export interface Closings {
  readonly aim: Aim;
  readonly target: Target;
  readonly blackouts: readonly Blackout[];
  readonly windows: readonly ReleaseWindow[];
}

/** Every target that a blackout or a release window speaks of, with all that do. */
export function closingsOf(catalog: Catalog): readonly Closings[] {
  return aimsOf(catalog).flatMap((aim): Closings[] => {
    const target = { service: aim.service.name, environment: aim.environment.name };
    const blackouts = catalog.blackouts.filter((one) => covers(one, target));
    const windows = catalog.windows.filter((one) => covers(one, target));
    return blackouts.length + windows.length === 0 ? [] : [{ aim, target, blackouts, windows }];
  });
}

/** Each set of closings once, whatever it is of. */
export function setsOf(catalog: Catalog): readonly Closings[] {
  const sets = new Map<string, Closings>();
  for (const one of closingsOf(catalog)) {
    const key = keyOf(one);
    if (!sets.has(key)) sets.set(key, one);
  }
  return [...sets.values()];
}

/** The same for whatever is closed by the same. */
export function keyOf({ blackouts, windows }: Pick<Closings, 'blackouts' | 'windows'>): string {
  return JSON.stringify([blackouts, windows].map((all) => all.map(({ name }) => name)));
}

/** The moment from which on all of them have begun. */
export function allBegun({ blackouts, windows }: Pick<Closings, 'blackouts' | 'windows'>): Instant {
  return instant(Math.max(...[...blackouts, ...windows].map(startOf)));
}

/** A moment as a case names it: `2026-01-05 11:59 UTC`. */
export function sayMoment(at: Instant): string {
  const text = Temporal.Instant.fromEpochMilliseconds(at).toString();
  return `${text.slice(0, 16).replace('T', ' ')} UTC`;
}
