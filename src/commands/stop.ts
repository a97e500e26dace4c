import { nameLine, type Place, typeLine } from '../domain/breaker/place.ts';
import { forbids } from '../domain/deployment/rights.ts';
import { stopOf } from '../domain/deployment/stop-line.ts';
import { stretchesOf } from '../domain/deployment/who-opens.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { changeLine } from './change-line.ts';
import { type Asked, defineVerb } from './command.ts';
import { keyword, reason, required } from './grammar/spec.ts';
import { linePlace } from './line-place.ts';
import { answer, no } from './reply.ts';

const EXAMPLE = '/release stop shop because INC-42';

/** Stops the line: nothing new starts, what runs is held where it is, rollbacks go. */
export const stop = defineVerb({
  name: 'stop',
  root: '/release',
  aliases: ['halt'],
  says: 'Stop the line of a service or of everything: nothing new starts, what runs is held, rollbacks go',
  example: EXAMPLE,
  args: { where: required('text'), in: keyword('environment', 'in'), because: reason() },
  needs: ['steer'],
  urgent: true,
  async run(ctx, asked, typed) {
    const place = linePlace(ctx, typed, asked.line);
    if (isRefusal(place)) return no(place);
    const forbidden = forbiddenThere(ctx, asked, place);
    if (forbidden) return no(forbidden);
    const { because } = typed;
    if (because === undefined) {
      return no(refuse('no-reason', 'Why the line is stopped is missing.', { line: EXAMPLE }));
    }
    const by = asked.actor.id ?? '';
    const said = { by, cause: 'hand', because, parties: [by] } as const;
    const recorded = await changeLine(ctx, place, (at) => ({
      kind: 'stop',
      stop: stopOf(place, { ...said, at }, ctx.catalog()),
    }));
    const rows = recorded.kind === 'recorded' ? recorded.rows : [];
    const openers = rows.flatMap((one) =>
      one.table === 'breaker' && one.row.state.kind === 'open' ? one.row.state.stop.openers : [],
    );
    return answer(
      recorded,
      `The line of ${nameLine(place)} is stopped: nothing new starts, what runs is held where it is, rollbacks go. A second person opens it: ${openers.join(' or ')}, by /release line open ${typeLine(place)}.`,
    );
  },
});

/** Whoever stops it may steer everything it goes to. */
function forbiddenThere(ctx: Context, { actor }: Asked, place: Place): Refusal | null {
  const all = stretchesOf(place, ctx.catalog());
  for (const where of all) {
    const forbidden = forbids(actor, 'steer', where, ctx.catalog());
    if (forbidden) return forbidden;
  }
  return null;
}
