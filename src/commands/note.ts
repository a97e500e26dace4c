import { noteOn } from '../domain/deployment/note.ts';
import { noteOn as noteOnIncident } from '../domain/incident/command.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { changeDeployment } from './change-deployment.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { deploymentFor } from './find.ts';
import { reason, required } from './grammar/spec.ts';
import { incidentNamed } from './incident-named.ts';
import { maySteerAny } from './may-steer.ts';
import { answer, no } from './reply.ts';

const LONGEST = 500;

/** Marks what somebody saw for the retrospective, with its time: it stands in the ledger and in the thread. */
export const note = defineVerb({
  name: 'note',
  root: '/release',
  aliases: [],
  says: 'Mark what you saw for the retrospective of a deployment or an incident',
  example: '/release note D-12 the queue grew a minute before the alert',
  args: { id: required('id'), because: reason() },
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, { id, because: words }) {
    const wrong = wrongWith(id, words);
    if (wrong || words === undefined) return no(wrong ?? nothing(id));
    if (/^inc-/i.test(id)) return ofIncident(ctx, asked, id, words);
    const found = await deploymentFor(ctx, asked, 'steer', id);
    return changeDeployment(
      ctx,
      found,
      (d) => `Noted for the retrospective of ${d.id}.`,
      (d, now) => noteOn(d, asked.actor.id ?? '', words, now),
    );
  },
});

async function ofIncident(
  ctx: Context,
  { actor }: Asked,
  id: string,
  words: string,
): Promise<Reply> {
  const found = await incidentNamed(ctx, id);
  if (isRefusal(found)) return no(found);
  const forbidden = maySteerAny(actor, ctx.catalog(), found.places);
  if (forbidden) return no(forbidden);
  const recorded = await ctx.store.change({ target: found }, ({ now }) =>
    noteOnIncident(found, actor.id ?? '', words, now),
  );
  return answer(recorded, `Noted for the retrospective of ${found.id}.`);
}

function wrongWith(id: string, words: string | undefined): Refusal | null {
  if (words === undefined || words.trim() === '') return nothing(id);
  if (words.length <= LONGEST) return null;
  return refuse('too-long', `That has ${words.length} characters.`, {
    fix: `Say it in at most ${LONGEST}, or in several notes.`,
  });
}

function nothing(id: string): Refusal {
  return refuse('missing', 'What you saw is missing.', {
    line: `/release note ${id} the queue grew a minute before the alert`,
  });
}
