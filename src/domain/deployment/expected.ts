import { expectMs, type Step } from '../plan/step.ts';

/**
 * How long a deployment is expected to take from its start to its end, in milliseconds: the median of what earlier
 * ones took there, or else what its plan takes when all goes well.
 */
export function expectedMs(plan: readonly Step[], typicalMs: number | undefined): number {
  return typicalMs ?? plan.reduce((sum, step) => sum + expectMs(step), 0);
}
