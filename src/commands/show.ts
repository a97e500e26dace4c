import { lostContact } from '../domain/deployment/contact.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { deploymentCard } from '../projections/deployment-card.ts';
import { evidenceView } from '../projections/evidence.ts';
import { handOffLine } from '../projections/hand-off.ts';
import { knownModes, knownModesView } from '../projections/known-modes.ts';
import { silenceOf } from '../projections/lost-contact.ts';
import { signsOfLife } from '../projections/signs-of-life.ts';
import { feedbackPart } from '../projections/user-feedback.ts';
import { validationsPart } from '../projections/validations.ts';
import { trail } from '../projections/why.ts';
import { defineVerb } from './command.ts';
import { knownOf } from './feared.ts';
import { deploymentNamed } from './find.ts';
import { optional, required } from './grammar/spec.ts';
import { passedOn } from './hand-offs.ts';
import { no, say } from './reply.ts';
import { userFeedback } from './user-feedback.ts';

/** One deployment's card with its whole trail, or what its verdicts were computed from. */
export const show = defineVerb({
  name: 'show',
  root: '/release',
  aliases: ['details'],
  says: 'One deployment with everything the ledger has on it, the evidence of its verdicts, or what is known to go wrong with it',
  example: '/release show D-12',
  args: { id: required('id'), what: optional(['evidence', 'modes']) },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, _asked, { id, what }) {
    const d = await deploymentNamed(ctx, id);
    if (isRefusal(d)) return no(d);
    if (what === 'evidence') {
      const kept = [ctx.records.samples(d.id), ctx.records.ledger(d.id)] as const;
      return say(evidenceView(d, ...(await Promise.all(kept))));
    }
    const { known, gone } = await knownOf(ctx, d.feared ?? []);
    if (what === 'modes') return say(knownModesView(d.id, known, gone));
    const [ledger, signs, now] = await Promise.all([
      ctx.records.ledger(d.id),
      ctx.journal.contacts.signs(d.id),
      ctx.records.now(),
    ]);
    const lost = lostContact(d, signs, now);
    const card = deploymentCard(d, now, silenceOf(ctx.catalog(), d, lost));
    const life = signsOfLife(d, signs, now);
    const passed = handOffLine(await passedOn(ctx, d, now), now);
    const users = feedbackPart(await userFeedback(ctx, d, now), ctx.catalog());
    const more = [validationsPart(d), life, passed, users].filter((part) => part !== null);
    const parts = [...card.parts, ...knownModes(known), ...more, trail(ledger)];
    return say({ text: card.text, parts });
  },
});
