import type { Artifact } from '../domain/artifact/artifact.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { Place } from './find.ts';

const HISTORY = 50;

interface Found {
  readonly from: Deployment;
  readonly to: Artifact;
}

/**
 * What a rollback leaves and where it goes: the running deployment or the last one that was verified,
 * back to the version verified before it there (never one that was itself rolled back), or to the one
 * that was named. The image's readiness is proved by the rollback's own first step.
 */
export async function returnTarget(
  ctx: Pick<Context, 'records' | 'provider'>,
  { service, environment }: Place,
  version: string | null,
): Promise<Found | Refusal> {
  const target = { service: service.name, environment: environment.name };
  const [running] = await ctx.records.deployments({ ...target, statuses: ['running'], limit: 1 });
  const verified = await ctx.records.verified(target, HISTORY);
  const from = running ?? verified[0];
  if (!from) {
    return refuse(
      'nothing-deployed',
      `Nothing was ever deployed to ${service.name} in ${environment.name} from here.`,
      {
        fix: 'There is nothing to return from.',
      },
    );
  }
  if (from.kind === 'rollback' && from.status === 'running') {
    return refuse(
      'already-rolling-back',
      `${from.id} is already rolling back to ${from.artifact.version}.`,
      {
        line: `/release show ${from.id}`,
      },
    );
  }
  const candidates = candidatesFor(from, verified);
  const to = candidates.find((a) => version === null || a.version === version);
  if (to) return { from, to };
  return refuse(
    'no-return',
    `There is no ${version ?? 'earlier version'} to return to in ${environment.name}.`,
    {
      why: 'Only a version that was verified there before, and not rolled back, can be returned to.',
      fix:
        candidates.length > 0
          ? `There is: ${[...new Set(candidates.map((a) => a.version))].join(', ')}.`
          : 'Deploy a good version instead.',
    },
  );
}

/**
 * Before anybody met it, what a running deployment replaces is what was seen when it was asked for: what
 * was verified since then serves instead.
 */
function candidatesFor(from: Deployment, verified: readonly Deployment[]): readonly Artifact[] {
  const earlier = verified.filter((d) => d.id !== from.id).map((d) => d.artifact);
  const before = from.kind === 'deploy' && from.previous ? [from.previous] : [];
  const oldest = verified.findLast((d) => d.kind === 'deploy')?.previous;
  const since = verified.some(({ finishedAt }) => (finishedAt ?? 0) > from.requestedAt);
  const known =
    from.exposedAt === null && since ? [...earlier, ...before] : [...before, ...earlier];
  const all = [...known, ...(oldest ? [oldest] : [])];
  return all.filter((a) => a.digest !== from.artifact.digest);
}
