import type { Step } from '../plan/step.ts';
import type { Ground } from './strategy.ts';

/** The same plan, whose bake at 100 % ends with a comparison where the service says what success is. */
export function withSuccess(plan: readonly Step[], { criteria }: Ground): readonly Step[] {
  const { success } = criteria;
  const last = plan.findLastIndex((step) => step.kind === 'bake');
  if (!success) return plan;
  return plan.map((step, i) =>
    i === last && step.kind === 'bake' ? { ...step, judged: { ...criteria, success } } : step,
  );
}
