import { notOurs } from '../domain/deployment/rights.ts';
import { refuse } from '../domain/kernel/refusal.ts';
import { dashboardLink } from '../projections/dashboard-link.ts';
import { defineVerb } from './command.ts';
import { no, say } from './reply.ts';

const LINK_MS = 10 * 60_000;

/** A link to the dashboard for oneself: good once, and for ten minutes. */
export const dashboard = defineVerb({
  name: 'dashboard',
  root: '/release',
  aliases: ['board', 'web'],
  says: 'A link to the dashboard, good once and for ten minutes; it shows and never acts',
  example: '/release dashboard',
  args: {},
  needs: ['look'],
  urgent: false,
  async run({ journal: { passes }, settings }, { actor }) {
    const stranger = notOurs(actor);
    if (stranger) return no(stranger);
    if (!settings.url) {
      return no(
        refuse('no-address', 'Nobody has said at which address browsers reach this Fairway.', {
          fix: 'Whoever runs it sets FAIRWAY_URL, such as https://fairway.example.org.',
        }),
      );
    }
    const token = await passes.link({ account: actor.account, person: actor.id ?? '' }, LINK_MS);
    return say(dashboardLink(`${settings.url}/dashboard/enter/${token}`));
  },
});
