import { forbids } from '../domain/deployment/rights.ts';
import { releaseLock } from '../domain/governance/lock.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { defineVerb } from './command.ts';
import { placeNamed } from './find.ts';
import { keyword, required } from './grammar/spec.ts';
import { answer, no } from './reply.ts';

/** Takes one's own lock off; an owner of the service may take off anybody's. */
export const unlock = defineVerb({
  name: 'unlock',
  root: '/release',
  aliases: [],
  says: 'Take a lock off',
  example: '/release unlock shop in production',
  args: { service: required('service'), in: keyword('environment', 'in') },
  needs: ['steer'],
  urgent: false,
  async run(ctx, { actor, line }, typed) {
    const place = placeNamed(ctx, { service: typed.service, environment: typed.in ?? '' }, line);
    if (isRefusal(place)) return no(place);
    const forbidden = forbids(actor, 'steer', place, ctx.catalog());
    if (forbidden) return no(forbidden);
    const target = { service: place.service.name, environment: place.environment.name };
    const owner = actor.groups.some((g) => place.service.owners.includes(g));
    const recorded = await ctx.store.change({ target }, ({ lock: held, now }) =>
      releaseLock(held, target, { by: actor.id ?? '', owner, now }),
    );
    return answer(recorded, `${target.service} in ${target.environment} is unlocked.`);
  },
});
