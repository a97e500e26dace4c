import { z } from 'zod';

/**
 * Trouble that tests order: the next `count` calls of `call` (a path's last word, or `*`) meet it.
 *   hang     no answer until the faults are cleared or the fleet stops
 *   delay    the answer comes `delayMs` later
 *   500      an error, without or with the effect done
 *   reset    the connection is cut
 *   garbage  200 with a body that is not JSON
 *   lie      200 `{state:'done'}` and nothing done (`before` only)
 * `when` is before the effect, or after it and before the answer.
 */
export const fault = z
  .object({
    call: z.string(),
    fault: z.enum(['hang', 'delay', '500', 'reset', 'garbage', 'lie']),
    when: z.enum(['before', 'after']).default('before'),
    delayMs: z.number().int().min(0).max(600_000).default(1_000),
    count: z.number().int().min(1).default(1),
  })
  .readonly();
export type Fault = z.infer<typeof fault>;

export interface Faults {
  order(fault: Fault): void;
  /** Forgets what is ordered and lets go of what hangs. */
  clear(): void;
  /** The fault the call meets at this moment, used up by it. */
  take(call: string, when: Fault['when']): Fault | undefined;
  /** Resolves when the faults are cleared. */
  cleared(): Promise<void>;
}

export function createFaults(): Faults {
  let ordered: { readonly fault: Fault; left: number }[] = [];
  let held: (() => void)[] = [];
  return {
    order(next) {
      ordered.push({ fault: next, left: next.count });
    },
    clear() {
      ordered = [];
      for (const letGo of held) letGo();
      held = [];
    },
    take(call, when) {
      const met = ordered.find(
        (one) => one.fault.when === when && (one.fault.call === call || one.fault.call === '*'),
      );
      if (met === undefined) return undefined;
      met.left -= 1;
      if (met.left === 0) ordered = ordered.filter((one) => one !== met);
      return met.fault;
    },
    cleared: () =>
      new Promise((resolve) => {
        held.push(resolve);
      }),
  };
}
