import { notOurs } from '../domain/deployment/rights.ts';
import { isRefusal, refuse } from '../domain/kernel/refusal.ts';
import { plainAt } from '../projections/words.ts';
import { defineVerb } from './command.ts';
import { required, rest } from './grammar/spec.ts';
import { no, confirm as told } from './reply.ts';

/** Proves with the second factor who asks; then what was asked is done, with the rights of who asks. */
export const confirm = defineVerb({
  name: 'confirm',
  root: '/release',
  aliases: [],
  says: 'Give the six digits of your second factor, when something asks for them',
  example: '/release confirm 123456',
  args: { code: required('text'), next: rest('then') },
  needs: ['look'],
  urgent: true,
  goesOnWith: ({ next }) => (typeof next === 'string' ? next : null),
  async run(ctx, { actor }, { code }) {
    const stranger = notOurs(actor);
    if (stranger) return no(stranger);
    const rule = ctx.catalog().secondFactor;
    if (!rule) {
      return no(
        refuse('no-second-factor', 'Nothing here asks for a second factor.', {
          why: 'fairway.yaml says nothing under secondFactor.',
        }),
      );
    }
    const who = { person: actor.id ?? '', account: actor.account };
    const proof = await ctx.journal.factors.present(who, code, rule.lasts);
    if (isRefusal(proof)) return no(proof);
    return told(`It is you. You are not asked again until ${plainAt(proof.until)}.`);
  },
});
