import { type Breaker, isStopping } from '../domain/breaker/decide.ts';
import { nameLine, type Place, runsTo, typeLine } from '../domain/breaker/place.ts';
import { notOurs } from '../domain/deployment/rights.ts';
import { countsFor } from '../domain/deployment/who-opens.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { isSameTarget } from '../domain/kernel/target.ts';
import type { Context } from '../ports/context.ts';
import { lineList } from '../projections/breaker.ts';
import { changeLine } from './change-line.ts';
import { defineVerb } from './command.ts';
import { keyword, optional, required, rest } from './grammar/spec.ts';
import { linePlace } from './line-place.ts';
import { answer, no, say } from './reply.ts';

const args = {
  do: required(['open', 'list']),
  where: optional('text'),
  in: keyword('environment', 'in'),
  because: rest('because'),
} as const;

/** Opens a line that was stopped, which takes a second person; or lists the lines that are. */
export const line = defineVerb({
  name: 'line',
  root: '/release',
  aliases: ['lines'],
  says: 'Open a line that was stopped, as a second person whose approval counts there, or list those that are',
  example: '/release line open shop because "INC-42 is over"',
  args,
  needs: ['decide'],
  urgent: true,
  shows: ({ do: what }) => what === 'list',
  stepUp: ({ do: what }) => (what === 'open' ? { kind: 'loosening' } : null),
  async run(ctx, asked, typed) {
    const stopped = (await ctx.records.breakers()).filter(isStopping);
    if (typed.do === 'list') return say(lineList(stopped));
    const stranger = notOurs(asked.actor);
    if (stranger) return no(stranger);
    const meant = linePlace(ctx, typed, asked.line);
    if (isRefusal(meant)) return no(meant);
    const place = theOne(meant, typed.in === undefined, stopped);
    if (isRefusal(place)) return no(place);
    const { because = null } = typed;
    const by = asked.actor.id ?? '';
    const countNow = countsFor(place, ctx.catalog());
    const foreign = notTheirs(place, stopped, countNow, by);
    if (foreign) return no(foreign);
    const recorded = await changeLine(ctx, place, (at) => ({
      kind: 'open-line',
      by,
      because,
      countNow,
      at,
    }));
    return answer(
      recorded,
      `The line of ${nameLine(place)} runs again, as far as nothing else holds it.${heldThere(await held(ctx, place))}`,
    );
  },
});

/** Whoever was never asked about what goes there has no word in it. */
function notTheirs(
  place: Place,
  stopped: readonly Breaker[],
  countNow: readonly string[],
  by: string,
): Refusal | null {
  const one = stopped.find((held) => isSameTarget(held, place));
  const state = one?.state;
  const named =
    state && state.kind !== 'closed' ? [...state.stop.openers, ...state.stop.parties] : [];
  if ([...countNow, ...named].includes(by)) return null;
  return refuse('no-right', `You can't open the line of ${nameLine(place)}.`, {
    why: 'It takes somebody whose approval counts for what goes there.',
    fix: `Ask one of them: ${countNow.join(', ') || 'nobody yet'}.`,
  });
}

/** Without an environment it is the line of this name that is stopped; where several are, which one has to be said. */
function theOne(meant: Place, anywhere: boolean, stopped: readonly Breaker[]): Place | Refusal {
  const exact = stopped.find((one) => isSameTarget(one, meant));
  if (exact || !anywhere) return meant;
  const near = stopped.filter((one) => one.service === meant.service);
  const [only] = near;
  if (!only) return meant;
  if (near.length === 1) return { service: only.service, environment: only.environment };
  return refuse('which-line', `Several lines of ${nameLine(meant)} are stopped.`, {
    why: `They are those of ${near.map(nameLine).join(' and ')}.`,
    line: `/release line open ${typeLine(only)}`,
  });
}

async function held(ctx: Context, place: Place): Promise<readonly string[]> {
  const running = await ctx.records.deployments({ statuses: ['running'], limit: 50 });
  return running.filter((d) => d.hold?.by === 'fairway' && runsTo(place, d)).map(({ id }) => id);
}

function heldThere(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  return ` Still held: ${ids.join(', ')}; to go on: /release resume ${ids[0]}.`;
}
