import { isDeploymentId } from '../domain/deployment/deployment.ts';
import { isRefusal, refuse } from '../domain/kernel/refusal.ts';
import { suspectsView } from '../projections/suspects.ts';
import { defineVerb } from './command.ts';
import { required } from './grammar/spec.ts';
import { incidentNamed } from './incident-named.ts';
import { no, say } from './reply.ts';

const LESSONS = 200;

/** Whom we suspect of an incident. */
export const suspects = defineVerb({
  name: 'suspects',
  root: '/release',
  aliases: ['who-did-it', 'cause'],
  says: 'Which change is suspected of an incident, how sure that is, and how often it was right',
  example: '/release suspects INC-12',
  args: { incident: required('id') },
  needs: ['look'],
  urgent: true,
  shows: () => true,
  async run(ctx, _asked, { incident: word }) {
    const incident = await incidentNamed(ctx, word);
    if (isRefusal(incident)) return no(incident);
    const s = await ctx.records.suspicion(incident.id);
    if (!s) {
      return no(
        refuse('nobody-suspected', `Nobody was suspected of ${incident.id} yet.`, {
          fix: 'Suspects are named when it opens. See what moved:',
          line: '/release changed 3h',
        }),
      );
    }
    const first = s.last.named[0]?.subject ?? '';
    const d = isDeploymentId(first) ? await ctx.records.deployment(first) : null;
    return say(
      suspectsView(s, { first: d, before: await ctx.records.answeredSuspicions(LESSONS) }),
    );
  },
});
