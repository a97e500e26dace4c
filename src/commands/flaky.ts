import { isRefusal } from '../domain/kernel/refusal.ts';
import { type FlakyReport, flakyOverview, flakyView } from '../projections/flaky.ts';
import { defineVerb } from './command.ts';
import { ownedBy } from './dora-report.ts';
import { serviceNamed } from './find.ts';
import { flakyIn } from './flaky-known.ts';
import { optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const MOST_SERVICES = 20;

/** Which tests are flaky, of a service or of each of one's services, and who has them in quarantine. */
export const flaky = defineVerb({
  name: 'flaky',
  root: '/release',
  aliases: ['flaky-tests'],
  says: 'Tests that pass and fail on one commit: how often, when last, and who has them in quarantine',
  example: '/release flaky shop',
  args: { service: optional('service') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, { actor, line }, { service: word }) {
    const named = word === undefined ? null : serviceNamed(ctx, word, line);
    if (isRefusal(named)) return no(named);
    const now = await ctx.records.now();
    if (named) {
      const { name: service } = named;
      return say(flakyView({ service, tests: await flakyIn(ctx, service, now) }, now));
    }
    const catalog = ctx.catalog();
    const mine = ownedBy(catalog, actor);
    const services = mine.length > 0 ? mine : catalog.services;
    const reports: FlakyReport[] = [];
    for (const { name: service } of services.slice(0, MOST_SERVICES))
      reports.push({ service, tests: await flakyIn(ctx, service, now) });
    return say(flakyOverview(reports, services.length - reports.length, now));
  },
});
