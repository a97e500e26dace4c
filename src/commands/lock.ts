import { forbids } from '../domain/deployment/rights.ts';
import { takeLock } from '../domain/governance/lock.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { defineVerb } from './command.ts';
import { placeNamed } from './find.ts';
import { keyword, reason, required } from './grammar/spec.ts';
import { answer, no } from './reply.ts';

/** Keeps everybody else's deployments out of one service in one environment. */
export const lock = defineVerb({
  name: 'lock',
  root: '/release',
  aliases: [],
  says: "Keep everybody else's deployments out of a service in an environment",
  example: '/release lock shop in production because "database move"',
  args: {
    service: required('service'),
    in: keyword('environment', 'in'),
    because: reason(),
  },
  needs: ['steer'],
  urgent: true,
  async run(ctx, { actor, line }, typed) {
    const place = placeNamed(ctx, { service: typed.service, environment: typed.in ?? '' }, line);
    if (isRefusal(place)) return no(place);
    const forbidden = forbids(actor, 'steer', place, ctx.catalog());
    if (forbidden) return no(forbidden);
    const target = { service: place.service.name, environment: place.environment.name };
    const recorded = await ctx.store.change({ target }, ({ lock: held, now }) =>
      takeLock(held, { ...target, by: actor.id ?? '', at: now, because: typed.because ?? null }),
    );
    return answer(recorded, `You locked ${target.service} in ${target.environment}.`);
  },
});
