import type { StepKind } from '../../domain/plan/step.ts';
import { timeoutOf } from '../programs/runner.ts';
import type { CommandTarget } from './target.ts';

/** How long a step may keep us waiting, in milliseconds; a prestage runs once for each version. */
export function longestRun(target: CommandTarget, step: StepKind): number {
  switch (step) {
    case 'bake':
    case 'judge':
    case 'journey':
    case 'validate':
      return timeoutOf('observe', target);
    case 'prestage':
      return 2 * timeoutOf(step, target);
    default:
      return timeoutOf(step, target);
  }
}
