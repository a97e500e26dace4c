import { findEnvironment, findService, placementOf, vantagesOf } from '../domain/catalog/find.ts';
import {
  currentStep,
  type Deployment,
  exposes,
  stepKey,
  subjectOf,
} from '../domain/deployment/deployment.ts';
import type { StepOutcome } from '../domain/deployment/step-outcome.ts';
import { isUnknown } from '../domain/gates/facts.ts';
import { askGates, type GateKind, type GateRuling } from '../domain/gates/index.ts';
import type { Closed } from '../domain/governance/window.ts';
import { hideCredentials } from '../domain/kernel/credentials.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { spanOf } from '../domain/kernel/trace-id.ts';
import type { Step } from '../domain/plan/step.ts';
import type { Context } from '../ports/context.ts';
import type { Identify } from '../ports/identify.ts';
import type { Moment } from '../ports/records.ts';
import { inTrace, type Trace, traceOf } from '../ports/trace.ts';
import { leftOf } from './left.ts';
import { murmur } from './murmur.ts';
import { runStep } from './steps/index.ts';
import { FencedError } from './steps/runner.ts';

/** What one look at a deployment found; `revision` says which one was looked at, `at` when. */
export type Look =
  | {
      readonly kind: 'gates';
      readonly revision: number;
      readonly at: Instant;
      readonly rulings: readonly GateRuling[];
      /** What is closed, and what closes next; of what has not started only where it could start. */
      readonly closings: readonly Closed[];
      /** Approvers whose chat account may decide nothing any more; asked where nothing else holds the start. */
      readonly left: readonly string[];
    }
  | {
      readonly kind: 'step';
      readonly revision: number;
      readonly at: Instant;
      readonly step: Step;
      readonly outcome: StepOutcome;
      /** Of a step that is done: what the gates say of the next one, where it must ask them. */
      readonly ahead: readonly GateRuling[] | null;
      /** Of what runs: what is closed, and what closes next. */
      readonly closings: readonly Closed[];
    }
  | { readonly kind: 'nothing' };

/** Gathers what the next decision needs: facts before a start or an exposure, else one look at the step. */
export async function look(
  ctx: Context,
  at: Moment,
  epoch: number | null,
  { resumed, identify }: { readonly resumed: boolean; readonly identify: Identify | null },
): Promise<Look> {
  const { deployment: d } = at;
  const { revision } = d;
  const step = currentStep(d);
  if (d.status === 'pending' || d.progress.phase === 'ready') {
    const rulings = await ask(ctx, at, gatesBefore(d, step));
    const goes = d.status === 'running' || passes(rulings);
    const closings = goes ? await closingsOf(ctx, at) : [];
    const left = await leftBefore(ctx, d, rulings, identify);
    return { kind: 'gates', revision, at: at.now, rulings, closings, left };
  }
  if (!step || epoch === null) return { kind: 'nothing' };
  const outcome = await tryStep(ctx, at, step, epoch, resumed);
  const next = outcome.kind === 'done' ? d.plan[d.cursor + 1] : undefined;
  const ahead = next && exposes(next) ? await askAhead(ctx, d, next) : null;
  const closings = await closingsOf(ctx, at);
  return { kind: 'step', revision, at: at.now, step, outcome, ahead, closings };
}

function passes(rulings: readonly GateRuling[]): boolean {
  return rulings.every(({ ruling }) => ruling.verdict === 'pass');
}

/** Asked where nothing else holds the start, and at no other time. */
async function leftBefore(
  ctx: Context,
  d: Deployment,
  rulings: readonly GateRuling[],
  identify: Identify | null,
): Promise<readonly string[]> {
  const starts = d.status === 'pending' && passes(rulings);
  return starts && identify ? leftOf(ctx.catalog(), d, identify) : [];
}

/** As it was before the step: what closes next is among it, should that have come meanwhile. */
async function closingsOf(
  ctx: Context,
  { deployment: d, now }: Moment,
): Promise<readonly Closed[]> {
  const { blackouts, closings } = await ctx.facts(['blackouts', 'closings'], subjectOf(d), now);
  return [blackouts, closings].flatMap((all) => (all === undefined || isUnknown(all) ? [] : all));
}

/** The step before may have taken minutes, so what time it is is asked anew. */
async function askAhead(ctx: Context, d: Deployment, next: Step): Promise<readonly GateRuling[]> {
  const now = await ctx.records.now();
  return ask(ctx, { deployment: d, now }, gatesBefore(d, next));
}

async function ask(
  ctx: Context,
  { deployment: d, now }: Moment,
  asked: Deployment['gates'],
): Promise<readonly GateRuling[]> {
  return (await askGates(ctx.facts, asked, subjectOf(d), now)).rulings;
}

/** Decided about the start, and for all of it. */
const ONCE: readonly GateKind[] = ['concurrency', 'cab', 'turn', 'power'];

/**
 * A start asks every gate; between steps the ones that can close again while it runs. A step that shows
 * the new version to nobody else and is asked for anew, because a person resumed it, asks none.
 */
function gatesBefore(d: Deployment, step: Step | null): Deployment['gates'] {
  if (d.status === 'pending') return d.gates;
  if (d.cursor > 0 && step && !exposes(step)) return [];
  return d.gates.filter((gate) => !ONCE.includes(gate.kind));
}

async function tryStep(
  ctx: Context,
  { deployment: d, now }: Moment,
  step: Step,
  epoch: number,
  resumed: boolean,
): Promise<StepOutcome> {
  const catalog = await ctx.configurations.at(d.configuration);
  const service = findService(catalog, d.service);
  const placement = service && placementOf(service, d.environment);
  if (!placement) {
    const why = `${d.service} in ${d.environment} is no longer in the configuration`;
    return { kind: 'unsure', why, verdict: null };
  }
  const provider = ctx.provider(d, catalog);
  const { service: name, environment, channel } = d;
  const attempt = { service: name, environment, deployment: d.id, key: stepKey(d), channel };
  const patienceMs = provider.patienceAt?.(placement.target, step.kind) ?? provider.patienceMs;
  const signs = murmur(ctx, d, provider, patienceMs);
  const call = {
    service: name,
    environment,
    key: stepKey(d),
    epoch,
    placement: placement.target,
    resumed,
    underwayMs: d.progress.since === null ? 0 : now - d.progress.since,
    signal: AbortSignal.timeout(provider.patienceMs),
    log(line: string) {
      signs.heard();
      ctx.transcript.line(attempt, line);
    },
  };
  try {
    const vantages = vantagesOf(catalog);
    const isProtected = findEnvironment(catalog, environment)?.protected ?? true;
    const run = { d, provider, placement, isProtected, vantages, call, now };
    return withoutSecrets(await inTrace(stepTrace(ctx, d), () => runStep(run, step)));
  } catch (error) {
    if (error instanceof FencedError) throw error;
    const why = hideCredentials(error instanceof Error ? error.message : String(error));
    ctx.log.warn({ deployment: d.id, step: step.kind, why }, 'provider did not answer');
    return { kind: 'silent', why: `${provider.name} did not answer: ${why}` };
  } finally {
    signs.stop();
  }
}

/** What the provider does for this step lies in the span that will be told of it. */
function stepTrace({ digest }: Context, d: Deployment): Trace | null {
  const trace = traceOf(d);
  const stretch = { deployment: d.id, stretch: `step-${d.cursor}` };
  return trace && { ...trace, span: spanOf(trace.id, stretch, digest) };
}

/** Whatever a provider says is shown to people and kept for ever. */
function withoutSecrets(outcome: StepOutcome): StepOutcome {
  return 'why' in outcome ? { ...outcome, why: hideCredentials(outcome.why) } : outcome;
}
