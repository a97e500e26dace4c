import { serving } from '../domain/artifact/artifact.ts';
import { isStopping } from '../domain/breaker/decide.ts';
import { runsTo } from '../domain/breaker/place.ts';
import type { Placement } from '../domain/catalog/catalog.ts';
import { pathOf, placementOf, platformsUnder } from '../domain/catalog/find.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { placesOver } from '../domain/governance/lock-place.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Context } from '../ports/context.ts';
import { deploymentCard } from '../projections/deployment-card.ts';
import { deploymentList } from '../projections/deployment-list.ts';
import { type Found, serviceStatus } from '../projections/service-status.ts';
import { defineVerb } from './command.ts';
import { deploymentNamed, environmentNamed, serviceNamed } from './find.ts';
import { keyword, optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const MOST = 20;

/** What is under way, or what serves one service everywhere. */
export const status = defineVerb({
  name: 'status',
  root: '/release',
  aliases: ['st'],
  says: 'What is under way, or what serves a service, or where a deployment is',
  example: '/release status shop in production',
  args: { about: optional('service'), in: keyword('environment', 'in') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, { line }, { about, in: where }) {
    if (about === undefined) {
      const found = await ctx.records.deployments({
        statuses: ['running', 'pending'],
        limit: MOST,
      });
      return say(deploymentList('Under way', found, 'nothing is running or waiting.'));
    }
    if (/^d-?\d+$/i.test(about)) {
      const d = await deploymentNamed(ctx, about);
      return isRefusal(d) ? no(d) : say(deploymentCard(d, await ctx.records.now()));
    }
    const service = serviceNamed(ctx, about, line);
    if (isRefusal(service)) return no(service);
    const only = where === undefined ? null : environmentNamed(ctx, where, line);
    if (isRefusal(only)) return no(only);
    const path = pathOf(ctx.catalog(), service).filter(
      (e) => only === null || e.name === only.name,
    );
    const rows = await Promise.all(
      path.map(async ({ name: environment }) => {
        const target = { service: service.name, environment };
        const [verified] = await ctx.records.verified(target, 1);
        const open = await ctx.records.deployments({
          ...target,
          statuses: ['running', 'pending'],
          limit: 5,
        });
        const placement = placementOf(service, environment);
        const found = verified || !placement ? null : await lookThere(ctx, target, placement, open);
        return {
          environment,
          verified: verified ?? null,
          found,
          open,
          sighting: await ctx.records.sighting(target),
          locks: await ctx.records.locksAt(
            placesOver(target, null, platformsUnder(ctx.catalog(), service.name)),
          ),
          stopped: (await ctx.records.breakers()).filter(
            (one) => isStopping(one) && runsTo(one, target),
          ),
          now: await ctx.records.now(),
        };
      }),
    );
    return say(serviceStatus(service.name, rows));
  },
});

/** What people meet where nothing was verified, beside what is on its way there. */
async function lookThere(
  ctx: Pick<Context, 'provider' | 'log'>,
  target: Target,
  placement: Placement,
  open: readonly Deployment[],
): Promise<Found> {
  const { name, deployer } = ctx.provider(target);
  try {
    const { live } = await deployer.observe(target, placement.target);
    const coming = open.map((d) => d.artifact.digest);
    const met = live.filter((one) => one.percent > 0 && !coming.includes(one.digest));
    const most = serving(met);
    return most ? { kind: 'serves', version: most.version } : { kind: 'nothing' };
  } catch (error) {
    ctx.log.warn({ err: error, provider: name, ...target }, 'what serves could not be asked');
    return { kind: 'silent', provider: name };
  }
}
