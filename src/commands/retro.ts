import { isRefusal } from '../domain/kernel/refusal.ts';
import { retroOf } from '../projections/retro.ts';
import { retroMarkdown } from '../projections/retro-document.ts';
import { incidentRetroOf } from '../projections/retro-incident.ts';
import { retroPieces, retroView } from '../projections/retro-view.ts';
import { defineVerb } from './command.ts';
import { deploymentNamed } from './find.ts';
import { optional, required } from './grammar/spec.ts';
import { incidentNamed } from './incident-named.ts';
import { no, say } from './reply.ts';
import { toldOf, toldOfIncident } from './retro-of.ts';

const SHOWN = 20;

/** What happened around a deployment or an incident, from the ledger, for those who talk about it afterwards. */
export const retro = defineVerb({
  name: 'retro',
  root: '/release',
  aliases: ['retrospective', 'postmortem'],
  says: 'How a deployment or an incident went: times, decisions, evidence, and what changes by it',
  example: '/release retro D-12',
  args: { id: required('id'), as: optional(['document', 'markdown', 'canvas']) },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, _asked, { id, as }) {
    const isIncident = /^inc-/i.test(id);
    const found = isIncident ? await incidentNamed(ctx, id) : await deploymentNamed(ctx, id);
    if (isRefusal(found)) return no(found);
    const told =
      'severity' in found
        ? incidentRetroOf(await toldOfIncident(ctx, found))
        : retroOf(await toldOf(ctx, found));
    if (as === undefined) return say(retroView(told, SHOWN));
    if (as === 'markdown') return say(retroPieces(told));
    const document = {
      title: told.title,
      name: `retrospective-${told.id}`,
      markdown: retroMarkdown(told),
    };
    return { ...say(retroPieces(told)), document };
  },
});
