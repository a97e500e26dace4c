import { accessTo } from '../domain/deployment/access.ts';
import { forbids } from '../domain/deployment/rights.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { accessReview } from '../projections/access-review.ts';
import { defineVerb } from './command.ts';
import { environmentNamed } from './find.ts';
import { optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

/** Who may deploy and approve what: auditors see everything, owners what is theirs. */
export const access = defineVerb({
  name: 'access-review',
  root: '/release',
  aliases: ['access'],
  says: 'Who may deploy and approve what, by which rule and through which group',
  example: '/release access-review production',
  args: { environment: optional('environment') },
  needs: ['export'],
  urgent: false,
  async run(ctx, { actor, line }, { environment: word }) {
    const catalog = ctx.catalog();
    const only = word === undefined ? null : environmentNamed(ctx, word, line);
    if (isRefusal(only)) return no(only);
    const [first] = catalog.environments;
    const environments = only ? [only] : catalog.environments;
    const asked = catalog.services.map((service) => ({
      service,
      refusal: first ? forbids(actor, 'export', { service, environment: first }, catalog) : null,
    }));
    const mine = asked.filter(({ refusal }) => refusal === null).map(({ service }) => service);
    const [refused] = asked.flatMap(({ refusal }) => refusal ?? []);
    if (mine.length === 0 && refused) return no(refused);
    const all = accessTo(environments, { ...catalog, services: mine });
    const title = `Access to ${only?.name ?? 'every environment'}`;
    return say(accessReview(title, all, catalog.version));
  },
});
