import { timesToApprove } from '../domain/deployment/time-to-approve.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { approvalTimes } from '../projections/approval-times.ts';
import { defineVerb } from './command.ts';
import { serviceNamed } from './find.ts';
import { optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const MOST = 500;

/** How long approvals take, rule by rule, and by which way each is met: what holds everybody up. */
export const approvals = defineVerb({
  name: 'approvals',
  root: '/release',
  aliases: [],
  says: 'How long approvals take, rule by rule, and by which way each is met',
  example: '/release approvals shop',
  args: { service: optional('service') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, { line }, { service: word }) {
    const service = word === undefined ? null : serviceNamed(ctx, word, line);
    if (isRefusal(service)) return no(service);
    const only = service === null ? {} : { service: service.name };
    const found = await ctx.records.deployments({ ...only, limit: MOST });
    const title = `Time to approve${service === null ? '' : ` ${service.name}`}`;
    return say(approvalTimes(title, timesToApprove(found), found.length));
  },
});
