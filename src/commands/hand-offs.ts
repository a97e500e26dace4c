import { type Deployment, isOver } from '../domain/deployment/deployment.ts';
import { clockedIn, clocksFor, reachedIn } from '../domain/deployment/hand-off-of.ts';
import { clockOf, type HandOff, type Reached } from '../domain/governance/hand-off.ts';
import { type Passing, passingOf } from '../domain/governance/hand-off-holder.ts';
import { type Pace, paceOf } from '../domain/governance/hand-off-pace.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { handOffList } from '../projections/hand-off.ts';
import { defineVerb } from './command.ts';
import { serviceNamed } from './find.ts';
import { optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const MOST = 20;

/** Every artifact on its way: what is reached, which clock runs, and who answers for it. */
export const handOffs = defineVerb({
  name: 'hand-offs',
  root: '/release',
  aliases: ['handoffs'],
  says: 'Artifacts on their way: built, scanned, approved, live; which clock runs, and who answers',
  example: '/release hand-offs shop',
  args: { service: optional('service') },
  needs: ['look'],
  urgent: false,
  async run(ctx, { line }, { service: word }) {
    const service = word === undefined ? null : serviceNamed(ctx, word, line);
    if (isRefusal(service)) return no(service);
    const rows = await ctx.records.handOffs(service?.name ?? null, MOST);
    const all = await Promise.all(
      rows.map(async (row) => {
        const seen = await seenOf(ctx, row);
        return { row, seen, clock: clockOf(row, seen, clocksFor(ctx.catalog(), row.service)) };
      }),
    );
    return say(handOffList(all));
  },
});

/** How the artifact of a deployment was handed on; empty where its service has no clocks, or nothing was told. */
export async function passedOn(
  ctx: Pick<Context, 'catalog' | 'records'>,
  { service, artifact: { version } }: Deployment,
  now: Instant,
): Promise<readonly Pace[]> {
  const catalog = ctx.catalog();
  const row =
    clockedIn(catalog, service) === null ? null : await ctx.records.handOff(service, version);
  return row ? paceOf(row, await seenOf(ctx, row), clocksFor(catalog, service), now) : [];
}

/** Who has the hand-off of what a deployment brings; null where no clock runs for that there, or it is over. */
export async function passingFor(
  ctx: Pick<Context, 'catalog' | 'records'>,
  d: Deployment,
): Promise<Passing | null> {
  const { service, environment, artifact, kind } = d;
  const catalog = ctx.catalog();
  if (kind !== 'deploy' || isOver(d) || clockedIn(catalog, service) !== environment) return null;
  const row = await ctx.records.handOff(service, artifact.version);
  if (!row) return null;
  return passingOf(row, clockOf(row, await seenOf(ctx, row), clocksFor(catalog, service)));
}

const RECENT = 50;

/** What its deployments tell of it. */
export async function seenOf(
  { records }: { readonly records: Pick<Context['records'], 'deployments' | 'verified'> },
  row: HandOff,
): Promise<Reached> {
  const { service, environment } = row;
  const [all, verified] = await Promise.all([
    records.deployments({ service, environment, limit: RECENT }),
    records.verified({ service, environment }, 1),
  ]);
  return reachedIn(row, all, verified[0] ?? null);
}
