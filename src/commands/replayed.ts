import { replayClosed } from '../domain/deployment/replay-closed.ts';
import { replayHolds, replayTold } from '../domain/deployment/replay-holds.ts';
import { replaySecurity } from '../domain/deployment/replay-security.ts';
import { replayTriggers } from '../domain/deployment/replay-triggers.ts';
import type { Replayed } from '../domain/deployment/replayed.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { plus } from '../domain/kernel/time.ts';
import type { Pair } from '../domain/verdict/burn.ts';
import type { Objective } from '../domain/verdict/objective.ts';
import type { Context } from '../ports/context.ts';
import type { Place } from './find.ts';

/** More than anybody deploys to one place in that time. */
const MOST_DEPLOYMENTS = 2_000;
/** The newest of them all; few are a matter of security. */
const MOST_INCIDENTS = 2_000;

/** How long back, and by which pairs of windows; left out: those of the pages. */
export interface Over {
  readonly forMs: number;
  readonly pages: readonly Pair[] | undefined;
}

/**
 * What would have been done there in the time that ends now: by the watcher of an objective, its budget, and security
 * incidents. Refused where nothing is kept of the past, or nobody answers.
 */
export async function replayed(
  ctx: Pick<Context, 'catalog' | 'records' | 'provider'>,
  { service, environment }: Place,
  objective: Objective,
  { forMs, pages }: Over,
): Promise<Replayed | Refusal> {
  const target = { service: service.name, environment: environment.name };
  const spans = ctx.provider(target).metrics?.spans;
  if (!spans) {
    return refuse('no-past', `What is measured in ${environment.name} is not kept.`, {
      why: 'Only a source that remembers, such as a Prometheus named in signals, can be asked about the past.',
      fix: `Name one under environments.${environment.name}.signals.`,
    });
  }
  const to = await ctx.records.now();
  const span = { from: plus(to, -forMs), to: plus(to, -spans.lateMs) };
  const [all, incidents] = await Promise.all([
    ctx.records.deployments({
      ...target,
      statuses: ['running', 'succeeded', 'failed'],
      since: span.from,
      limit: MOST_DEPLOYMENTS,
    }),
    ctx.records.incidents({ since: span.from, limit: MOST_INCIDENTS }),
  ]);
  try {
    const minutes = await spans.minutes(target, span, objective.indicator);
    const met = all.filter(({ exposedAt }) => exposedAt !== null && exposedAt >= span.from);
    const rolls = ctx.catalog().incidents?.security === 'rollback';
    return {
      fired: replayTriggers(minutes, all, objective, pages),
      burned: replayHolds(minutes, all, { service: service.name, objective }, pages),
      closed: replayClosed(minutes, all, objective),
      secured: replaySecurity(incidents, all, target, { ...span, rolls }),
      told: replayTold(minutes, objective),
      looked: met.filter(({ kind }) => kind === 'deploy').length,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse('source-silent', `The past of ${target.service} could not be read.`, { why });
  }
}
