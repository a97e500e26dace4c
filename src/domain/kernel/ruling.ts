import type { Instant } from './time.ts';

/** Best to worst; `worst` is the only way rulings combine. */
const ORDER = ['pass', 'wait', 'block'] as const;
export type Allowed = (typeof ORDER)[number];

/**
 * What one gate says. `until` is the earliest moment at which it could pass by itself; `who` names
 * the people or groups who can change it. A block never passes for this request.
 */
export type Ruling =
  | { readonly verdict: 'pass'; readonly because?: string }
  | {
      readonly verdict: 'wait' | 'block';
      readonly code: string;
      readonly why: string;
      readonly until: Instant | null;
      readonly who: readonly string[];
    };

export const pass: Ruling = { verdict: 'pass' };

export function wait(
  code: string,
  why: string,
  more: { readonly until?: Instant | null; readonly who?: readonly string[] } = {},
): Ruling {
  return { verdict: 'wait', code, why, until: more.until ?? null, who: more.who ?? [] };
}

export function block(code: string, why: string, who: readonly string[] = []): Ruling {
  return { verdict: 'block', code, why, until: null, who };
}

export function worst(verdicts: readonly Allowed[]): Allowed {
  return ORDER[Math.max(0, ...verdicts.map((v) => ORDER.indexOf(v)))] ?? 'block';
}
