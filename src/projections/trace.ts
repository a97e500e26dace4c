import { type Deployment, isOver, type Status } from '../domain/deployment/deployment.ts';
import { type Instant, instant } from '../domain/kernel/time.ts';
import type { Step, StepKind } from '../domain/plan/step.ts';
import type { LedgerLine } from '../ports/records.ts';

/** A stretch of time of a deployment. Its id is unique within the trace; times in milliseconds. */
export interface Stretch {
  readonly id: string;
  /** Null for the deployment itself, which all the others lie in. */
  readonly within: string | null;
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly failed: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** The words of github.com/open-telemetry/semantic-conventions: CI/CD pipelines, deployments. */
const RESULT: { readonly [S in Status]: string } = {
  pending: 'skip',
  running: 'skip',
  succeeded: 'success',
  failed: 'failure',
  cancelled: 'cancellation',
};

/**
 * Where the time of a deployment that is over went: the whole as the run of a pipeline, each step as a
 * task, each wait for people as a stretch of its own. Read from the ledger, so it can be told again at
 * any time and is the same. Empty while the deployment is not over.
 */
export function traceOf(d: Deployment, ledger: readonly LedgerLine[]): readonly Stretch[] {
  if (!isOver(d) || d.finishedAt === null) return [];
  const end = d.finishedAt;
  const marks = ledger.toSorted((a, b) => a.seq - b.seq).flatMap(markOf);
  return [
    whole(d, end),
    ...approvalOf(d, marks, end),
    ...boardOf(d, marks, end),
    ...holdsOf(marks, end),
    ...stepsOf(d, marks, end),
  ];
}

interface Mark {
  readonly what: string;
  readonly at: Instant;
  /** Of the step that begins here: its place in the plan. */
  readonly begins: number | null;
}

function markOf({ body }: LedgerLine): readonly Mark[] {
  const { what, at, evidence } = body;
  if (typeof what !== 'string' || typeof at !== 'string') return [];
  const { step, intent } = Object(evidence) as {
    readonly step?: unknown;
    readonly intent?: unknown;
  };
  const begins = typeof step === 'number' && typeof intent === 'string' && intent !== 'none';
  return [{ what, at: instant(Date.parse(at)), begins: begins ? step : null }];
}

function whole(d: Deployment, end: Instant): Stretch {
  const failed = d.status === 'succeeded' ? null : (d.outcome?.why ?? d.status);
  return {
    id: 'run',
    within: null,
    name: `RUN ${d.service} to ${d.environment}`,
    from: d.requestedAt,
    to: end,
    failed: d.status === 'failed' ? failed : null,
    attributes: {
      'cicd.pipeline.action.name': 'RUN',
      'cicd.pipeline.name': `${d.service} to ${d.environment}`,
      'cicd.pipeline.run.id': d.id,
      'cicd.pipeline.result': RESULT[d.status],
      'deployment.environment.name': d.environment,
      'deployment.id': d.id,
      'deployment.name': `${d.service} ${d.artifact.version}`,
      'deployment.status': d.status === 'succeeded' ? 'succeeded' : 'failed',
      'artifact.version': d.artifact.version,
      'artifact.hash': d.artifact.digest,
      'fairway.kind': d.kind,
      'fairway.strategy': d.strategy,
      ...(d.status === 'succeeded' ? {} : { 'error.type': d.outcome?.code ?? d.status }),
    },
  };
}

/** From the request to the last yes: what the people took, whatever else held it in the meantime. */
function approvalOf(d: Deployment, marks: readonly Mark[], end: Instant): readonly Stretch[] {
  if (!d.gates.some(({ kind }) => kind === 'approval')) return [];
  const last = marks.findLast(({ what }) => what === 'approved' || what === 'rejected');
  return [
    waited(
      'wait-approval',
      'Wait for approval',
      d.requestedAt,
      last?.at ?? d.startedAt ?? end,
      'approval',
    ),
  ];
}

/** From when the board was called to its answer: its members take that time, not the approvers. */
function boardOf(d: Deployment, marks: readonly Mark[], end: Instant): readonly Stretch[] {
  if (!d.gates.some(({ kind }) => kind === 'cab')) return [];
  const called = marks.find(({ what }) => what === 'board-called')?.at ?? d.requestedAt;
  const answer = marks.find(({ what }) => what === 'board-approved' || what === 'board-rejected');
  const until = answer?.at ?? d.startedAt ?? end;
  return [waited('wait-board', 'Wait for the board', called, until, 'board')];
}

const HELD = ['paused', 'asked'];

/** Each pause, and each question to people, until somebody went on or ended it. */
function holdsOf(marks: readonly Mark[], end: Instant): readonly Stretch[] {
  return marks.flatMap((mark, i) => {
    if (!HELD.includes(mark.what)) return [];
    const until = marks.slice(i + 1).find(({ what }) => what !== 'reminded')?.at ?? end;
    const name = mark.what === 'paused' ? 'Paused' : 'Wait for a decision';
    return [
      waited(`hold-${i}`, name, mark.at, until, mark.what === 'paused' ? 'pause' : 'decision'),
    ];
  });
}

function waited(id: string, name: string, from: Instant, to: Instant, on: string): Stretch {
  const attributes = { 'fairway.wait.for': on, 'fairway.wait.human': true };
  return { id, within: 'run', name, from, to: to > from ? to : from, failed: null, attributes };
}

/** A step lasts until the next one begins; the last until the end, which it brought about. */
function stepsOf(d: Deployment, marks: readonly Mark[], end: Instant): readonly Stretch[] {
  const begun = marks.filter(({ begins }) => begins !== null);
  const first = marks.find(({ what }) => what === 'started');
  const all = first && begun[0]?.begins !== 0 ? [{ ...first, begins: 0 }, ...begun] : begun;
  return all.flatMap(({ begins, at }, i) => {
    const step = d.plan[begins ?? -1];
    const next = all[i + 1];
    if (!step) return [];
    const nth = all.slice(0, i).filter((one) => one.begins === begins).length;
    const id = nth === 0 ? `step-${begins}` : `step-${begins}-${nth}`;
    const of = { id, run: `${d.id}:${begins}:${i}`, from: at, to: next?.at ?? end };
    return [stretchOf(step, of, next ? null : d)];
  });
}

/** @param ended the deployment, when this was its last step */
function stretchOf(
  step: Step,
  { id, run, from, to }: Pick<Stretch, 'id' | 'from' | 'to'> & { readonly run: string },
  ended: Deployment | null,
): Stretch {
  const failed = ended?.status === 'failed' ? (ended.outcome?.why ?? 'failed') : null;
  const attributes = {
    'cicd.pipeline.task.name': nameOf(step),
    'cicd.pipeline.task.run.id': run,
    'cicd.pipeline.task.run.result': ended ? RESULT[ended.status] : 'success',
    'cicd.pipeline.task.type': TYPES[step.kind] ?? 'deploy',
    ...(failed ? { 'error.type': ended?.outcome?.code ?? 'failed' } : {}),
  };
  return { id, within: 'run', name: `RUN ${nameOf(step)}`, from, to, failed, attributes };
}

/** What only looks is a test, in the words of the conventions. */
const TYPES: { readonly [K in StepKind]?: 'test' } = {
  judge: 'test',
  bake: 'test',
  journey: 'test',
  validate: 'test',
};

function nameOf(step: Step): string {
  return step.kind === 'shift' ? `shift to ${step.percent} %` : step.kind;
}
