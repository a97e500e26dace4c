import { onCallFor } from '../domain/catalog/stand-in.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { onCallView } from '../projections/on-call.ts';
import { defineVerb } from './command.ts';
import { serviceNamed } from './find.ts';
import { required } from './grammar/spec.ts';
import { no, say } from './reply.ts';

/** Who answers for a service now. */
export const oncall = defineVerb({
  name: 'oncall',
  root: '/release',
  aliases: ['on-call'],
  says: 'Who is on call for a service, and until when',
  example: '/release oncall shop',
  args: { service: required('service') },
  needs: ['look'],
  urgent: true,
  shows: () => true,
  async run(ctx, { line }, { service: word }) {
    const service = serviceNamed(ctx, word, line);
    if (isRefusal(service)) return no(service);
    const duties = onCallFor(ctx.catalog(), service.owners, await ctx.records.now());
    return say(onCallView(service, duties));
  },
});
