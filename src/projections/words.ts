import type { Deployment } from '../domain/deployment/deployment.ts';
import { currentStep, exposure } from '../domain/deployment/deployment.ts';
import type { Step } from '../domain/plan/step.ts';
import type { Line, Span, State } from './view.ts';

/** `shop 1.1.0 to production`, the name of a deployment in every sentence. */
export function titleOf(d: Deployment): string {
  return d.kind === 'rollback'
    ? `${d.service} in ${d.environment} from ${d.previous?.version ?? 'nothing'} to ${d.artifact.version}`
    : `${d.service} ${d.artifact.version} to ${d.environment}`;
}

/** The state people see, derived: waiting and rolled back are no statuses of their own. */
export function stateOf(d: Deployment): State {
  switch (d.status) {
    case 'pending':
      return 'pending';
    case 'running':
      if (d.hold || d.waiting.length > 0) return 'waiting';
      if (d.progress.silence || d.progress.verdict?.verdict === 'not enough data')
        return 'degraded';
      return 'running';
    case 'succeeded':
      return d.rolledBackBy || d.kind === 'rollback' ? 'rolledBack' : 'healthy';
    case 'failed':
      return d.rolledBackBy ? 'rolledBack' : 'failed';
    case 'cancelled':
      return 'blocked';
  }
}

/** People as a list one can read out: `bo, chen or dana`. */
export function anyOf(people: readonly string[]): Line {
  return people.flatMap((person, i): Span[] => {
    if (i === 0) return [{ person }];
    return [i === people.length - 1 ? ' or ' : ', ', { person }];
  });
}

export function plainAnyOf(people: readonly string[]): string {
  const last = people.at(-1);
  if (last === undefined) return 'nobody';
  return people.length === 1 ? last : `${people.slice(0, -1).join(', ')} or ${last}`;
}

/** `step 3 of 8: canary 25 %, judging` for a running deployment. */
export function whereItIs(d: Deployment): string {
  const step = currentStep(d);
  if (!step) return `all ${d.plan.length} steps done`;
  return `step ${d.cursor + 1} of ${d.plan.length}: ${doing(step, exposure(d))}`;
}

/** What a step does, while it does it. */
function doing(step: Step, percent: number): string {
  switch (step.kind) {
    case 'prestage':
      return 'pulling both versions';
    case 'start':
      return 'starting beside the old version';
    case 'shift':
      return `shifting ${step.percent} % of the traffic`;
    case 'judge':
      return `canary ${percent} %, judging`;
    case 'bake':
      return percent === 0 ? 'watching it idle' : 'baking';
    case 'finish':
      return 'retiring the old version';
  }
}
