import type { Deployment } from '../domain/deployment/deployment.ts';
import { currentStep, exposure } from '../domain/deployment/deployment.ts';
import { SCHEDULED } from '../domain/gates/index.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Step } from '../domain/plan/step.ts';
import type { Line, Span, State } from './view.ts';

/** The approval gate's code for: approved, and whoever approved may still take it back. */
export const WITHDRAW = 'withdraw-window';
const TWELVE_HOURS_MS = 12 * 3_600_000;

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
      // Too little data so far is how every judging begins; when it stays so, a hold says it.
      return d.progress.silence ? 'degraded' : 'running';
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

/** A sentence of ours that names channels as `<#C…>`, with each of them one that can be opened. */
export function withChannels(sentence: string): Line {
  const parts = sentence.split(/<#([A-Z0-9]+)>/);
  return parts.map((part, n): Span => (n % 2 === 1 ? { channel: part } : { foreign: part }));
}

/** A moment in plain text, where no reader's own zone is known: `2026-11-20 14:05:10 UTC`. */
export function plainAt(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
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
      if (percent === 0) return 'watching it idle';
      if (percent < 100) return `watching it at ${percent} %`;
      return step.judged ? 'deployed, baking until it is Verified' : 'baking';
    case 'journey':
      return `walking "${step.journey.name}"`;
    case 'validate':
      return `validating "${step.validation.name}"`;
    case 'finish':
      return 'retiring the old version';
  }
}

/** A forecast in words, no finer than anybody could promise: 5 seconds, half a minute, minutes. */
export function about(ms: number): string {
  const unitMs = ms < 60_000 ? 5_000 : ms < 600_000 ? 30_000 : 60_000;
  return sayDuration(Math.max(unitMs, Math.round(ms / unitMs) * unitMs));
}

/** Until when something holds; what is planned has said its moment, and it is told in the reader's zone. */
export function untilWhen(code: string, until: Instant | null): Line {
  if (until === null) return [];
  return code === SCHEDULED ? [' (', { at: until }, ')'] : [' until ', { at: until }];
}

/** Why it waits, and for how long still, where that is known. */
export function sayWait({ why, left }: Deployment['waiting'][number]): string {
  return left === undefined ? why : `${why}, ${left}`;
}

/** A moment told beside another one: its day is left out where it is plainly the same. */
export function near(at: Instant, beside: Instant): Span {
  return Math.abs(at - beside) < TWELVE_HOURS_MS ? { at, as: 'time' } : { at };
}
