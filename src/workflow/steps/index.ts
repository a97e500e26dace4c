import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import type { Step } from '../../domain/plan/step.ts';
import { bake } from './bake.ts';
import { finish } from './finish.ts';
import { journey } from './journey.ts';
import { judge } from './judge.ts';
import { prestage } from './prestage.ts';
import type { Look } from './runner.ts';
import { shift } from './shift.ts';
import { start } from './start.ts';
import { validate } from './validate.ts';

/** Runs a step by the runner of its kind. A kind without a runner does not compile. */
export function runStep(look: Look, step: Step): Promise<StepOutcome> {
  switch (step.kind) {
    case 'prestage':
      return prestage({ ...look, step });
    case 'start':
      return start({ ...look, step });
    case 'shift':
      return shift({ ...look, step });
    case 'bake':
      return bake({ ...look, step });
    case 'judge':
      return judge({ ...look, step });
    case 'journey':
      return journey({ ...look, step });
    case 'validate':
      return validate({ ...look, step });
    case 'finish':
      return finish({ ...look, step });
  }
}
