import { type Deployment, isOver } from '../domain/deployment/deployment.ts';
import type { Schedule } from '../domain/governance/schedule.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Target } from '../domain/kernel/target.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';

/** What moves on, and where it was verified; or why nothing does. */
export type Promotable =
  | { readonly kind: 'found'; readonly source: Deployment }
  | { readonly kind: 'none'; readonly why: string };

const RECENT = 20;

/**
 * What is verified in the environment before, where it is new to the target. What was there before is
 * never brought again, nor what somebody rejected there: going back is a person's, and so is insisting.
 */
export async function promotable(
  ctx: Pick<Context, 'records'>,
  s: Schedule,
  now: Instant,
): Promise<Promotable> {
  const { service, environment } = s;
  const from = s.from ?? '';
  const before = { service, environment: from };
  const [source] = await ctx.records.verified(before, 1);
  if (!source) return none(`nothing is verified in ${from}`);
  const { version, digest } = source.artifact;
  const [serves] = await ctx.records.verified({ service, environment }, 1);
  if (serves?.artifact.digest === digest) {
    return none(`nothing newer is verified in ${from}: ${version} already serves ${environment}`);
  }
  const known = await knownThere(ctx, s, digest);
  if (known) return none(`${version} ${known}`);
  const red = s.greenMs === null ? null : await notGreen(ctx, before, source, s.greenMs, now);
  return red === null ? { kind: 'found', source } : none(red);
}

/** What earlier deployments of this build to the target have to say, or null. */
export async function knownThere(
  ctx: Pick<Context, 'records'>,
  { service, environment }: Target,
  digest: string,
): Promise<string | null> {
  const was = await ctx.records.deployments({ service, environment, digest, limit: RECENT });
  return was.map(knownAs).find((why) => why !== null) ?? null;
}

/** What an earlier deployment of the same build to the target has to say, or null. */
function knownAs(d: Deployment): string | null {
  if (!isOver(d)) return `is on its way already (${d.id})`;
  if (d.startedAt !== null) return `was there before (${d.id}), and a schedule brings nothing back`;
  return d.outcome?.code === 'rejected' ? `was rejected by ${d.outcome.by} (${d.id})` : null;
}

/** Why it has not been green for so long: too new, or something else met people there since. */
async function notGreen(
  ctx: Pick<Context, 'records'>,
  before: Target,
  source: Deployment,
  greenMs: number,
  now: Instant,
): Promise<string | null> {
  const { version } = source.artifact;
  const since = source.finishedAt ?? now;
  const recent = await ctx.records.deployments({ ...before, limit: RECENT });
  const after = recent.find(
    (d) => d.id !== source.id && (d.status === 'running' || (d.exposedAt ?? 0) >= since),
  );
  const where = before.environment;
  if (after) return `${version} is not left alone in ${where}: ${after.id} came after it`;
  if (plus(since, greenMs) <= now) return null;
  return `${version} is not green in ${where} for ${sayDuration(greenMs)} yet`;
}

function none(why: string): Promotable {
  return { kind: 'none', why };
}
