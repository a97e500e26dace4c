import { tried } from '../domain/incident/tried.ts';
import { principal } from '../domain/kernel/actor.ts';
import { isRefusal, refuse } from '../domain/kernel/refusal.ts';
import { triedEntry } from '../domain/risk/tried.ts';
import { defineVerb } from './command.ts';
import { reason, required } from './grammar/spec.ts';
import { incidentNamed } from './incident-named.ts';
import { maySteerAny } from './may-steer.ts';
import { ANSWERS, failureModeNamed } from './mode-named.ts';
import { answer, no } from './reply.ts';

/** Whether what is known to help against a failure mode did, in this incident. It moves when that last worked. */
export const mitigated = defineVerb({
  name: 'mitigated',
  root: '/release',
  aliases: ['helped'],
  says: 'Say whether what is known to help against a failure mode worked in an incident',
  example: '/release mitigated INC-12 cold-carts worked because "carts were back in 40 s"',
  args: {
    incident: required('id'),
    mode: required('text'),
    outcome: required(ANSWERS),
    because: reason(),
  },
  needs: ['steer'],
  urgent: true,
  async run(ctx, { actor, line }, { incident: word, mode: name, outcome, because }) {
    const incident = await incidentNamed(ctx, word);
    if (isRefusal(incident)) return no(incident);
    const mode = failureModeNamed(ctx, name, line);
    if (isRefusal(mode)) return no(mode);
    if (!incident.places.some(({ service }) => mode.services.includes(service))) {
      return no(
        refuse(
          'other-mode',
          `${mode.name} is not known to happen to what ${incident.id} touches.`,
          {
            why: `It is written down for ${mode.services.join(', ')}.`,
          },
        ),
      );
    }
    const forbidden = maySteerAny(actor, ctx.catalog(), incident.places);
    if (forbidden) return no(forbidden);
    const worked = outcome === 'worked';
    const said = { worked, by: principal(actor), because: because ?? null };
    const recorded = await ctx.store.change({ target: incident }, ({ now: at }) => {
      const change = tried(incident, { ...said, mode: mode.name }, at);
      if (isRefusal(change)) return change;
      const kept = { ...said, at, incident: incident.id };
      const entry = triedEntry(mode, kept, incident.environment);
      return { ...change, ledger: [...change.ledger, entry] };
    });
    const done = worked ? 'worked' : 'did not work';
    return answer(recorded, `Recorded: against ${mode.name} it ${done} in ${incident.id}.`);
  },
});
