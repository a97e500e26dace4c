import { isRefusal } from '../domain/kernel/refusal.ts';
import { deploymentList } from '../projections/deployment-list.ts';
import { defineVerb } from './command.ts';
import { environmentNamed, serviceNamed } from './find.ts';
import { keyword, required } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const MOST = 20;

/** What happened to a service, newest first. */
export const history = defineVerb({
  name: 'history',
  root: '/release',
  aliases: [],
  says: 'What happened to a service, newest first',
  example: '/release history shop in production',
  args: { service: required('service'), in: keyword('environment', 'in') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, { line }, typed) {
    const service = serviceNamed(ctx, typed.service, line);
    if (isRefusal(service)) return no(service);
    const only = typed.in === undefined ? null : environmentNamed(ctx, typed.in, line);
    if (isRefusal(only)) return no(only);
    const found = await ctx.records.deployments({
      service: service.name,
      limit: MOST,
      ...(only ? { environment: only.name } : {}),
    });
    const title = `History of ${service.name}${only ? ` in ${only.name}` : ''}`;
    return say(deploymentList(title, found, 'nothing was deployed from here yet.'));
  },
});
