import { exposure, isOver, subjectOf } from '../domain/deployment/deployment.ts';
import { askGates } from '../domain/gates/index.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { whyView } from '../projections/why.ts';
import { defineVerb } from './command.ts';
import { deploymentNamed } from './find.ts';
import { required } from './grammar/spec.ts';
import { moveNamed } from './move-named.ts';
import { powerOfPlan } from './power-of.ts';
import { no, say } from './reply.ts';
import { whyElsewhere } from './why-elsewhere.ts';

/** The deciding rule, its evidence, the earliest time it could pass, who can change that. */
export const why = defineVerb({
  name: 'why',
  root: '/release',
  aliases: [],
  says: 'What decides about a deployment now, until when, and who can change that; of a change made elsewhere who made it and what it is suspected of',
  example: '/release why D-12',
  args: { id: required('id') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, _asked, { id }) {
    const move = await moveNamed(ctx, id);
    if (isRefusal(move)) return no(move);
    if (move) return say(await whyElsewhere(ctx, move));
    const d = await deploymentNamed(ctx, id);
    if (isRefusal(d)) return no(d);
    const now = await ctx.records.now();
    const asked = isOver(d) ? [] : d.gates;
    const { rulings } = await askGates(ctx.facts, asked, subjectOf(d), now);
    const isAhead = !isOver(d) && d.kind === 'deploy' && exposure(d) < 100;
    const power = isAhead ? await powerOfPlan(ctx, d, now) : null;
    return say(whyView(d, rulings, await ctx.records.ledger(d.id), { now, power }));
  },
});
