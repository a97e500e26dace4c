import { Temporal } from 'temporal-polyfill';
import type { Catalog } from '../catalog/catalog.ts';
import { type Blackout, covers, type ReleaseWindow } from '../governance/window.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import { type Aim, aimsOf } from './targets.ts';

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

/** A moment as a case names it: `2026-01-05 11:59 UTC`. */
export function sayMoment(at: Instant): string {
  const text = Temporal.Instant.fromEpochMilliseconds(at).toString();
  return `${text.slice(0, 16).replace('T', ' ')} UTC`;
}
