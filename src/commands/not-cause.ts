import { clear } from '../domain/correlation/say.ts';
import { principal } from '../domain/kernel/actor.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { defineVerb } from './command.ts';
import { reason, required } from './grammar/spec.ts';
import { incidentNamed } from './incident-named.ts';
import { maySteerAny } from './may-steer.ts';
import { answer, no } from './reply.ts';

/** Clears a change of an incident; what is left is weighed without it, and it is remembered. */
export const notCause = defineVerb({
  name: 'not-cause',
  root: '/release',
  aliases: ['not-related', 'clear'],
  says: 'Say that a suspected change was not the cause of an incident',
  example: '/release not-cause INC-12 D-34 because "it was the database"',
  args: { incident: required('id'), suspect: required('id'), because: reason() },
  needs: ['steer'],
  urgent: true,
  async run(ctx, { actor }, { incident: word, suspect, because }) {
    const incident = await incidentNamed(ctx, word);
    if (isRefusal(incident)) return no(incident);
    const s = await ctx.records.suspicion(incident.id);
    const subject = suspect.startsWith('target:') ? suspect : suspect.toUpperCase();
    const about = s?.last.named.find((one) => one.subject === subject);
    const forbidden = maySteerAny(actor, ctx.catalog(), [incident, ...(about ? [about] : [])]);
    if (forbidden) return no(forbidden);
    const by = principal(actor);
    const recorded = await ctx.store.change({ target: incident }, ({ now }) =>
      s ? clear(s, { subject, by, because: because ?? null }, now) : null,
    );
    return answer(recorded, `${subject} is no longer suspected of ${incident.id}.`);
  },
});
