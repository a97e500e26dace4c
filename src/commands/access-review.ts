import type { Catalog, Service } from '../domain/catalog/catalog.ts';
import type { Sees } from '../domain/deployment/access.ts';
import { forbids } from '../domain/deployment/rights.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import { accessReview } from '../projections/access-review.ts';
import { reviewPeriod } from './access-period.ts';
import { accessRecordOf } from './access-record.ts';
import { defineVerb } from './command.ts';
import { environmentNamed } from './find.ts';
import { keyword, optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

/** What can be read while somebody waits for the answer; in full it is a verb of the command line. */
const BOUNDS = { versions: 50, entries: 200, rights: 200_000 };

/** Who could deploy and decide what, since when and by whom: auditors see everything, owners what is theirs. */
export const access = defineVerb({
  name: 'access-review',
  root: '/release',
  aliases: ['access'],
  says: 'Who could deploy and approve what, since when and by whose word, by which rule and through which group',
  example: '/release access-review production since 2026-07-01',
  args: {
    environment: optional('environment'),
    since: keyword('text', 'since'),
    until: keyword('text', 'until'),
  },
  needs: ['export'],
  urgent: false,
  shows: () => true,
  async run(ctx, { actor, line }, { environment: word, since, until }) {
    const catalog = ctx.catalog();
    const only = word === undefined ? null : environmentNamed(ctx, word, line);
    if (isRefusal(only)) return no(only);
    const sees = seenBy(actor, catalog);
    if (isRefusal(sees)) return no(sees);
    const period = reviewPeriod({ since, until }, await ctx.records.now());
    if (isRefusal(period)) return no(period);
    const { configurations, records } = ctx;
    const about: Sees = ({ service, environment }) =>
      (only === null || environment === only.name) && sees(service);
    const read = (version: string) => configurations.kept(version);
    const { lists } = configurations;
    const ports = { configurations, records, read, lists, inForce: catalog, sees: about };
    const record = await accessRecordOf(ports, period, BOUNDS);
    const title = `Access to ${only?.name ?? 'every environment'}`;
    return say(accessReview(title, record));
  },
});

/** Auditors see services that are no more as well; owners those that they own now. */
function seenBy(actor: Actor, catalog: Catalog): ((service: string) => boolean) | Refusal {
  const [environment] = catalog.environments;
  const refusal = (service: Service) =>
    environment ? forbids(actor, 'export', { service, environment }, catalog) : null;
  const asked = catalog.services.map((service) => ({ service, no: refusal(service) }));
  const mine = asked.flatMap(({ service, no: denied }) => (denied ? [] : [service.name]));
  const [denied] = asked.flatMap((one) => one.no ?? []);
  if (mine.length === 0 && denied) return denied;
  const audits = actor.groups.some((group) => catalog.auditors?.includes(group));
  return (service) => audits || mine.includes(service);
}
