import type { Target } from './target.ts';
import type { Instant } from './time.ts';

/** Which tenure of which lock holds something, so that a button about it never means a later one. */
export interface LockRef extends Target {
  readonly token: number;
}

/** Best to worst; `worst` is the only way rulings combine. */
const ORDER = ['pass', 'wait', 'block'] as const;
export type Allowed = (typeof ORDER)[number];

/**
 * What one gate says. `until` is the earliest moment at which it could pass by itself; `who` names
 * the people or groups who can change it. A block never passes for this request.
 */
export type Ruling =
  | {
      readonly verdict: 'pass';
      readonly because?: string;
      /** Which copies of what others keep it was decided by. */
      readonly looked?: readonly string[];
    }
  | {
      readonly verdict: 'wait' | 'block';
      readonly code: string;
      readonly why: string;
      readonly until: Instant | null;
      readonly who: readonly string[];
      readonly lock?: LockRef;
    };

export const pass = { verdict: 'pass' } as const satisfies Ruling;

export function wait(
  code: string,
  why: string,
  more: {
    readonly until?: Instant | null;
    readonly who?: readonly string[];
    readonly lock?: LockRef;
  } = {},
): Ruling {
  const { until = null, who = [], lock } = more;
  return { verdict: 'wait', code, why, until, who, ...(lock ? { lock } : {}) };
}

export function block(code: string, why: string, who: readonly string[] = []): Ruling {
  return { verdict: 'block', code, why, until: null, who };
}

export function worst(verdicts: readonly Allowed[]): Allowed {
  return ORDER[Math.max(0, ...verdicts.map((v) => ORDER.indexOf(v)))] ?? 'block';
}
