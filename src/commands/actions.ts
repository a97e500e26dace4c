import { findPerson } from '../domain/catalog/find.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { actionList } from '../projections/action-item.ts';
import { defineVerb } from './command.ts';
import { serviceNamed } from './find.ts';
import { optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const MOST = 20;

/** What retrospectives decided and nobody has done yet. */
export const actions = defineVerb({
  name: 'actions',
  root: '/release',
  aliases: ['action-items'],
  says: 'Action items that are open: of everybody, of a service, or of a person',
  example: '/release actions shop',
  args: { whose: optional('text') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, { actor, line }, { whose }) {
    const word = whose?.replace(/^@/, '').toLowerCase();
    const person = word === 'mine' || word === 'my' ? (actor.id ?? '') : word;
    const known = findPerson(ctx.catalog(), person ?? '');
    const service = word === undefined || known ? null : serviceNamed(ctx, word, line);
    if (isRefusal(service)) return no(service);
    const of = { ...(known && { owner: known.id }), ...(service && { service: service.name }) };
    const [items, now] = await Promise.all([
      ctx.records.actionItems({ open: true, limit: MOST, ...of }),
      ctx.records.now(),
    ]);
    return say(actionList(items, now));
  },
});
