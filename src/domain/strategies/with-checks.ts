import type { Step } from '../plan/step.ts';
import type { Ground } from './strategy.ts';

/**
 * The same plan with its journeys: before the first share of traffic, and as soon as all of it is there,
 * while the old version still stands beside the new one; and with its validations, just before that goes.
 */
export function withChecks(
  plan: readonly Step[],
  { journeys = [], validations = [] }: Ground,
): readonly Step[] {
  const first = plan.findIndex((step) => step.kind === 'shift');
  const full = plan.findIndex((step) => step.kind === 'shift' && step.percent === 100);
  return plan.flatMap((step, i): readonly Step[] => [
    ...(i === first
      ? journeys
          .filter(({ before }) => before !== 'not-walked')
          .map((journey): Step => ({ kind: 'journey', when: 'before', journey }))
      : []),
    ...(step.kind === 'finish'
      ? validations.map((validation): Step => ({ kind: 'validate', validation }))
      : []),
    step,
    ...(i === full
      ? journeys.map((journey): Step => ({ kind: 'journey', when: 'after', journey }))
      : []),
  ]);
}
