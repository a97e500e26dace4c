import { Counter, Histogram, Registry } from '@prometheus-io/client';
import { type Deployment, isOver, type Status } from '../domain/deployment/deployment.ts';
import { isWait, type StageRun } from '../domain/stages/stage.ts';
import type { Meter } from '../ports/meter.ts';

/** Seconds: from what a step takes to what people do. */
const BUCKETS = [1, 5, 15, 60, 300, 900, 1_800, 3_600, 14_400, 43_200, 86_400, 259_200];
/** So many different values a label may have in one process; those that come later are `other`. */
const MOST_VALUES = 40;

/** The words of github.com/open-telemetry/semantic-conventions, model/cicd/registry.yaml. */
const RESULTS: { readonly [S in Status]?: 'success' | 'failure' | 'cancellation' } = {
  succeeded: 'success',
  failed: 'failure',
  cancelled: 'cancellation',
};

/** A pipeline is what goes to an environment: with a service each, there would be thousands. */
export function pipelineOf({
  kind,
  environment,
}: Pick<Deployment, 'kind' | 'environment'>): string {
  return kind === 'rollback' ? `rollback in ${environment}` : `deploy to ${environment}`;
}

/**
 * How deployments went, as histograms and counters in the names of OpenTelemetry's CI/CD conventions
 * (opentelemetry.io/docs/specs/semconv/cicd/cicd-metrics), written as Prometheus writes them, and each step and
 * wait beside them. A process counts what it was told the end of: together they have counted each once.
 */
export function createRunMeter(): Meter & { readonly registry: Registry } {
  const registry = new Registry();
  const runs = createRunCounts(registry);
  const stages = createStageCounts(registry);
  return {
    registry,
    over(d, all) {
      if (!isOver(d)) return;
      runs.count(d);
      for (const one of all) stages.count(d.environment, one);
    },
  };
}

function createRunCounts(registry: Registry) {
  const registers = [registry];
  const duration = new Histogram({
    name: 'cicd_pipeline_run_duration_seconds',
    help: 'How long deployments that are over waited to start (pending) and took from there (executing).',
    labelNames: [
      'cicd_pipeline_name',
      'cicd_pipeline_run_state',
      'cicd_pipeline_result',
      'error_type',
    ],
    buckets: BUCKETS,
    registers,
  });
  const errors = new Counter({
    name: 'cicd_pipeline_run_errors_total',
    help: 'Deployments that failed, by what they failed of.',
    labelNames: ['cicd_pipeline_name', 'error_type'],
    registers,
  });
  const [name, type] = [createBound(), createBound()];
  return {
    count(d: Deployment): void {
      const of = { cicd_pipeline_name: name(pipelineOf(d)) };
      const failed =
        d.status === 'failed' ? { error_type: type(d.outcome?.code ?? 'failed') } : null;
      const end = { cicd_pipeline_result: RESULTS[d.status] ?? 'error', ...failed };
      const { requestedAt, startedAt, finishedAt } = d;
      const over = finishedAt ?? requestedAt;
      const waited = seconds(requestedAt, startedAt ?? over);
      const pending = { ...of, cicd_pipeline_run_state: 'pending' };
      duration.observe(startedAt === null ? { ...pending, ...end } : pending, waited);
      if (startedAt !== null) {
        const executing = { ...of, cicd_pipeline_run_state: 'executing', ...end };
        duration.observe(executing, seconds(startedAt, over));
      }
      if (failed) errors.inc({ ...of, ...failed });
    },
  };
}

function createStageCounts(registry: Registry) {
  const registers = [registry];
  const steps = new Histogram({
    name: 'fairway_step_duration_seconds',
    help: 'How long steps took that were done.',
    labelNames: ['step', 'environment'],
    buckets: BUCKETS,
    registers,
  });
  const ends = new Counter({
    name: 'fairway_step_runs_total',
    help: 'How steps ended: done, failed, or left for a reason that says nothing of the step.',
    labelNames: ['step', 'environment', 'outcome'],
    registers,
  });
  const waits = new Histogram({
    name: 'fairway_wait_duration_seconds',
    help: 'How long deployments waited, by what for.',
    labelNames: ['wait', 'environment'],
    buckets: BUCKETS,
    registers,
  });
  const known = createBound();
  return {
    count(place: string, { stage, outcome, beganAt, at }: StageRun): void {
      const environment = known(place);
      if (isWait(stage)) {
        waits.observe({ wait: stage, environment }, seconds(beganAt, at));
        return;
      }
      ends.inc({ step: stage, environment, outcome });
      if (outcome === 'done') steps.observe({ step: stage, environment }, seconds(beganAt, at));
    },
  };
}

function seconds(from: number, to: number): number {
  return Math.max(0, to - from) / 1_000;
}

/** Lets so many different values through and calls the rest `other`. */
function createBound(): (value: string) => string {
  const seen = new Set<string>();
  return (value) => {
    if (seen.size < MOST_VALUES) seen.add(value);
    return seen.has(value) ? value : 'other';
  };
}
