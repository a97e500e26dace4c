import type { Delivery } from '../../src/domain/dora/delivery.ts';
import { instant } from '../../src/domain/kernel/time.ts';

/** Hours into the period. */
export const hour = (h: number) => instant(Date.UTC(2026, 5, 1) + h * 3_600_000);
export const HOUR = 3_600_000;

/** A deployment asked for an hour before it was verified at `h`. */
export function deployed(n: number, h: number, more: Partial<Delivery> = {}): Delivery {
  return {
    id: `D-${n}`,
    kind: 'deploy',
    askedAt: hour(h - 1),
    at: hour(h),
    succeeded: true,
    exposed: true,
    fullAt: hour(h),
    rollbackOf: null,
    fixes: null,
    commits: null,
    ...more,
  };
}

/** A rollback of D-`of`, asked for at `asked` and done at `h`. */
export function returned(n: number, of: number, asked: number, h: number | null): Delivery {
  const at = h === null ? null : hour(h);
  const succeeded = h !== null;
  return {
    ...deployed(n, asked),
    kind: 'rollback',
    askedAt: hour(asked),
    ...{ at, succeeded, fullAt: at, rollbackOf: `D-${of}` },
  };
}

/** One that had all of the traffic at `full` and failed at `h`. */
export function failedInUse(n: number, full: number, h: number): Delivery {
  return deployed(n, h, { succeeded: false, fullAt: hour(full) });
}

/** A canary that met people and was taken back at `h`. */
export function aborted(n: number, h: number): Delivery {
  return deployed(n, h, { succeeded: false, fullAt: null });
}

export const commit = (id: string, h: number) => ({ id, committedAt: hour(h) });
