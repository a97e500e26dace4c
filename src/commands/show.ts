import { lostContact } from '../domain/deployment/contact.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { deploymentCard } from '../projections/deployment-card.ts';
import { silenceOf } from '../projections/lost-contact.ts';
import { signsOfLife } from '../projections/signs-of-life.ts';
import { trail } from '../projections/why.ts';
import { defineVerb } from './command.ts';
import { deploymentNamed } from './find.ts';
import { required } from './grammar/spec.ts';
import { no, say } from './reply.ts';

/** One deployment's card with its whole trail. */
export const show = defineVerb({
  name: 'show',
  root: '/release',
  aliases: ['details'],
  says: 'One deployment with everything the ledger has on it',
  example: '/release show D-12',
  args: { id: required('id') },
  needs: ['look'],
  urgent: false,
  async run(ctx, _asked, { id }) {
    const d = await deploymentNamed(ctx, id);
    if (isRefusal(d)) return no(d);
    const [ledger, signs, now] = await Promise.all([
      ctx.records.ledger(d.id),
      ctx.contacts.signs(d.id),
      ctx.records.now(),
    ]);
    const lost = lostContact(d, signs, now);
    const card = deploymentCard(d, now, silenceOf(ctx.catalog(), d, lost));
    const life = signsOfLife(d, signs, now);
    const parts = [...card.parts, ...(life ? [life] : []), trail(ledger)];
    return say({ text: card.text, parts });
  },
});
