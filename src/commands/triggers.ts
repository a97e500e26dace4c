import { parseDuration } from '../domain/kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { PAIRS, type Pair } from '../domain/verdict/burn.ts';
import type { Objective } from '../domain/verdict/objective.ts';
import type { Context } from '../ports/context.ts';
import { replayView } from '../projections/replay.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { environmentNamed, type Place, placeNamed } from './find.ts';
import { flag, keyword, optional, required } from './grammar/spec.ts';
import { replayAll } from './replay-all.ts';
import { type Over, replayed } from './replayed.ts';
import { no, say } from './reply.ts';

const DAY_MS = 86_400_000;
const LONGEST_MS = 92 * DAY_MS;

/** What the triggers of a service's objective would have done in the past. Reads only. */
export const triggers = defineVerb({
  name: 'triggers',
  root: '/release',
  aliases: [],
  says: 'Replay the past: which deployments an objective, its budget and security incidents would have undone, held or kept from starting, when and why; without a service a line for each',
  example: '/release triggers replay 90d shop in production',
  args: {
    do: required(['replay']),
    within: required('text'),
    service: optional('service'),
    in: keyword('environment', 'in'),
    pair: flag('text'),
    objective: flag('text'),
  },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, asked, typed) {
    const forMs = parseDuration(typed.within);
    if (forMs === null || forMs <= 0 || forMs > LONGEST_MS) {
      return no(
        refuse('bad-duration', `"${typed.within}" is not a length of time up to 92 days.`, {
          line: `/release triggers replay 90d${typed.service === undefined ? '' : ` ${typed.service}`}`,
        }),
      );
    }
    const environment = typed.in ?? lastEnvironment(ctx);
    const pages = typed.pair === undefined ? undefined : pairFrom(typed.pair);
    if (isRefusal(pages)) return no(pages);
    const over = { forMs, pages };
    if (typed.service === undefined) {
      const where = environmentNamed(ctx, environment, asked.line);
      return isRefusal(where) ? no(where) : replayAll(ctx, where, typed, over);
    }
    return replayOne(ctx, asked, { ...typed, service: typed.service, in: environment }, over);
  },
});

interface Typed {
  readonly service: string;
  readonly in: string;
  readonly objective?: string | undefined;
}

async function replayOne(ctx: Context, asked: Asked, typed: Typed, over: Over): Promise<Reply> {
  const place = placeNamed(ctx, { service: typed.service, environment: typed.in }, asked.line);
  if (isRefusal(place)) return no(place);
  const objective = objectiveOf(place, typed.objective);
  if (isRefusal(objective)) return no(objective);
  const found = await replayed(ctx, place, objective, over);
  if (isRefusal(found)) return no(found);
  const pairs = over.pages ?? PAIRS.filter(({ severity }) => severity === 'page');
  const target = { service: place.service.name, environment: place.environment.name };
  return say(replayView({ ...found, target, objective, pairs, forMs: over.forMs }));
}

/** `2%/1h/5m`: so much of the budget, a long window, a short one. */
function pairFrom(text: string): readonly Pair[] | Refusal {
  const [, percent = '', long = '', short = ''] = /^([\d.]+)%\/([^/]+)\/([^/]+)$/.exec(text) ?? [];
  const budget = Number(percent) / 100;
  const [longMs, shortMs] = [parseDuration(long), parseDuration(short)];
  const isFit = budget > 0 && budget <= 1 && longMs !== null && shortMs !== null;
  if (isFit && shortMs >= 60_000 && shortMs < longMs && longMs <= 6 * 3_600_000) {
    return [{ name: 'page quick', severity: 'page', budget, longMs, shortMs }];
  }
  return refuse('bad-pair', `"${text}" is not a pair of windows.`, {
    why: 'A pair is a part of the budget, a long window of at most 6 h and a shorter one of at least a minute.',
    fix: 'Write it as 2%/1h/5m, which is the quick page of the SRE workbook.',
  });
}

/** The one it has, or of several the one that is named. */
function objectiveOf(place: Place, named: string | undefined): Objective | Refusal {
  const { service, environment, placement } = place;
  const all = placement.objectives ?? [];
  const [first] = all;
  if (!first) return nothingPromised(place);
  const found =
    named === undefined && all.length === 1 ? first : all.find(({ name }) => name === named);
  if (found) return found;
  const where = `${service.name} in ${environment.name}`;
  return refuse(
    'which-objective',
    named === undefined
      ? `${where} has ${all.length} objectives, and a replay is of one.`
      : `${where} has no objective called "${named}".`,
    {
      why: `It has ${all.map(({ name }) => `"${name}"`).join(', ')}.`,
      line: `/release triggers replay 90d ${service.name} in ${environment.name} --objective "${first.name}"`,
    },
  );
}

function nothingPromised({ service, environment }: Place): Refusal {
  return refuse(
    'no-objective',
    `${service.name} has no objective in ${environment.name}, so no trigger watches it.`,
    { fix: 'Give it an objective with a target such as 0.999 in its file.' },
  );
}

/** Where it matters: the last environment of the path. */
function lastEnvironment(ctx: Pick<Context, 'catalog'>): string {
  return ctx.catalog().environments.toSorted((a, b) => b.order - a.order)[0]?.name ?? '';
}
