import type { Status } from '../domain/deployment/deployment.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { deploymentList } from '../projections/deployment-list.ts';
import { defineVerb } from './command.ts';
import { environmentNamed } from './find.ts';
import { flag, optional, toggle } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const MOST = 20;
const KINDS: Readonly<Record<string, readonly Status[]>> = {
  running: ['running'],
  waiting: ['pending'],
  failed: ['failed'],
};

/** Deployments, newest first. */
export const list = defineVerb({
  name: 'list',
  root: '/release',
  aliases: ['ls'],
  says: 'Deployments, newest first: running, waiting, failed, or all',
  example: '/release list running --env production',
  args: {
    which: optional(['running', 'waiting', 'failed']),
    mine: toggle(),
    env: flag('environment'),
  },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, { actor, line }, { which, mine, env }) {
    const environment = env === undefined ? null : environmentNamed(ctx, env, line);
    if (isRefusal(environment)) return no(environment);
    const statuses = KINDS[which ?? ''];
    const found = await ctx.records.deployments({
      limit: MOST,
      ...(statuses ? { statuses } : {}),
      ...(environment ? { environment: environment.name } : {}),
      ...(mine && actor.id !== null ? { requestedBy: actor.id } : {}),
    });
    return say(deploymentList('Deployments', found, 'none. Start one with /deploy.'));
  },
});
