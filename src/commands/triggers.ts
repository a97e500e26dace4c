import { type Fired, replayTriggers } from '../domain/deployment/replay-triggers.ts';
import { parseDuration } from '../domain/kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { plus } from '../domain/kernel/time.ts';
import { PAIRS, type Pair } from '../domain/verdict/burn.ts';
import type { Objective } from '../domain/verdict/objective.ts';
import type { Context } from '../ports/context.ts';
import { replayView } from '../projections/replay.ts';
import { defineVerb } from './command.ts';
import { type Place, placeNamed } from './find.ts';
import { flag, keyword, required } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const DAY_MS = 86_400_000;
const LONGEST_MS = 92 * DAY_MS;
/** More than anybody deploys to one place in that time. */
const MOST_DEPLOYMENTS = 2_000;

/** What the triggers of a service's objective would have done in the past. Reads only. */
export const triggers = defineVerb({
  name: 'triggers',
  root: '/release',
  aliases: [],
  says: 'Replay the past: which deployments the triggers of an objective would have undone, when, and what became of them',
  example: '/release triggers replay 90d shop in production',
  args: {
    do: required(['replay']),
    within: required('text'),
    service: required('service'),
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
          line: `/release triggers replay 90d ${typed.service}`,
        }),
      );
    }
    const environment = typed.in ?? lastEnvironment(ctx);
    const place = placeNamed(ctx, { service: typed.service, environment }, asked.line);
    if (isRefusal(place)) return no(place);
    const pages = typed.pair === undefined ? undefined : pairFrom(typed.pair);
    if (isRefusal(pages)) return no(pages);
    const objective = objectiveOf(place, typed.objective);
    if (isRefusal(objective)) return no(objective);
    const found = await fired(ctx, place, objective, { forMs, pages });
    if (isRefusal(found)) return no(found);
    const pairs = pages ?? PAIRS.filter(({ severity }) => severity === 'page');
    const target = { service: place.service.name, environment: place.environment.name };
    return say(replayView({ ...found, target, objective, pairs, forMs }));
  },
});

async function fired(
  ctx: Pick<Context, 'records' | 'provider'>,
  { service, environment }: Place,
  objective: Objective,
  { forMs, pages }: { readonly forMs: number; readonly pages: readonly Pair[] | undefined },
): Promise<{ readonly fired: readonly Fired[]; readonly looked: number } | Refusal> {
  const target = { service: service.name, environment: environment.name };
  const spans = ctx.provider(target).metrics?.spans;
  if (!spans) {
    return refuse('no-past', `What is measured in ${environment.name} is not kept.`, {
      why: 'Only a source that remembers, such as a Prometheus named in signals, can be asked about the past.',
      fix: `Name one under environments.${environment.name}.signals.`,
    });
  }
  const to = await ctx.records.now();
  const span = { from: plus(to, -forMs), to: plus(to, -spans.lateMs) };
  const all = await ctx.records.deployments({
    ...target,
    statuses: ['running', 'succeeded', 'failed'],
    since: span.from,
    limit: MOST_DEPLOYMENTS,
  });
  try {
    const minutes = await spans.minutes(target, span, objective.indicator);
    const met = all.filter(({ exposedAt }) => exposedAt !== null && exposedAt >= span.from);
    const looked = met.filter(({ kind }) => kind === 'deploy').length;
    return { fired: replayTriggers(minutes, all, objective, pages), looked };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse('source-silent', `The past of ${target.service} could not be read.`, { why });
  }
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
