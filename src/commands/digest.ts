import type { Service } from '../domain/catalog/catalog.ts';
import { pathOf } from '../domain/catalog/find.ts';
import { owedFollowUps } from '../domain/deployment/follow-up.ts';
import { owedReview } from '../domain/deployment/review.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import type { Target } from '../domain/kernel/target.ts';
import { plus } from '../domain/kernel/time.ts';
import { isWait } from '../domain/stages/stage.ts';
import type { StagePeriod } from '../domain/stages/stages-1.ts';
import { type StageSummary, slowestStep, worstStep } from '../domain/stages/summary.ts';
import type { Context } from '../ports/context.ts';
import { type Digest, digestView, type PlaceWeek, type WaitedFor } from '../projections/digest.ts';
import { defineVerb } from './command.ts';
import { ownedBy, reportOn } from './dora-report.ts';
import { optional } from './grammar/spec.ts';
import { servicesOf } from './handover.ts';
import { no, say } from './reply.ts';

const WEEK_MS = 7 * 86_400_000;
const MOST_SERVICES = 40;
const MOST_REVIEWS = 200;

type Reads = Pick<Context, 'catalog' | 'records'>;

/** The week of a group's services, or of one's own. */
export const digest = defineVerb({
  name: 'digest',
  root: '/release',
  aliases: ['week'],
  says: 'The last seven days of a group’s services: what was deployed, what was slow, what is owed',
  example: '/release digest platform',
  args: { about: optional('text') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, asked, { about }) {
    const now = await ctx.records.now();
    const period = { from: plus(now, -WEEK_MS), to: now };
    if (about === undefined) {
      const mine = ownedBy(ctx.catalog(), asked.actor);
      const services = mine.length > 0 ? mine : ctx.catalog().services;
      return say(digestView(await digestOf(ctx, { about: null, services, period })));
    }
    const services = servicesOf(ctx, about, 'digest');
    if (isRefusal(services)) return no(services);
    return say(digestView(await digestOf(ctx, { about, services, period })));
  },
});

/** Everything about these services that whoever owns them should know of a week. */
export async function digestOf(
  ctx: Reads,
  week: {
    readonly about: string | null;
    readonly services: readonly Service[];
    readonly period: StagePeriod;
  },
): Promise<Digest> {
  const { records } = ctx;
  const { about, period } = week;
  const services = week.services.slice(0, MOST_SERVICES);
  const names = services.map(({ name }) => name);
  const targets = services.flatMap((service) =>
    pathOf(ctx.catalog(), service).map(
      ({ name }): Target => ({ service: service.name, environment: name }),
    ),
  );
  const places: PlaceWeek[] = [];
  for (const target of targets) {
    const { dora } = await reportOn(ctx, target, { ...period, asOf: period.to });
    places.push({ target, dora, stages: await records.stages(target, period) });
  }
  const [verified, reviews] = await Promise.all([
    Promise.all(targets.map((target) => records.verified(target, 1))),
    records.reviews(null, MOST_REVIEWS),
  ]);
  return {
    about,
    period,
    services: names,
    places,
    slowest: slowestOf(places),
    worst: worstOf(places),
    longest: await longestOf(ctx, places, period),
    waits: waitsOf(places),
    owing: verified.flat().filter((d) => owedFollowUps(d).length > 0),
    reviews: reviews.filter((d) => names.includes(d.service) && owedReview(d) !== null),
  };
}

function slowestOf(places: readonly PlaceWeek[]): Digest['slowest'] {
  const all = places.flatMap(({ target, stages }) => {
    const stage = slowestStep(stages);
    return stage?.took ? [{ target, stage, halfMs: stage.took.p50Ms }] : [];
  });
  return all.toSorted((a, b) => b.halfMs - a.halfMs)[0] ?? null;
}

/** The step whose failures are most surely many, wherever that was. */
function worstOf(places: readonly PlaceWeek[]): Digest['worst'] {
  const stage = worstStep(places.flatMap(({ stages }) => stages));
  const place = places.find(({ stages }) => stages.some((one) => one === stage));
  return stage && place ? { target: place.target, stage } : null;
}

/** What was waited for, cause by cause, the longest first, with the place where it was longest. */
function waitsOf(places: readonly PlaceWeek[]): readonly WaitedFor[] {
  const all = places.flatMap(({ target, stages }) =>
    stages.flatMap(({ stage, took }) => (took && isWait(stage) ? [{ target, stage, took }] : [])),
  );
  const causes = [...new Set(all.map(({ stage }) => stage))];
  const waits = causes.map((stage): WaitedFor => {
    const own = all.filter((one) => one.stage === stage);
    const most = own.toSorted((a, b) => b.took.togetherMs - a.took.togetherMs)[0];
    return {
      stage,
      times: own.reduce((sum, { took }) => sum + took.n, 0),
      togetherMs: own.reduce((sum, { took }) => sum + took.togetherMs, 0),
      most: most && own.length > 1 ? most.target : null,
    };
  });
  return waits.toSorted((a, b) => b.togetherMs - a.togetherMs);
}

/** The one deployment that waited longest for one thing. */
async function longestOf(
  { records }: Reads,
  places: readonly PlaceWeek[],
  period: StagePeriod,
): Promise<Digest['longest']> {
  const length = ({ took }: StageSummary): number => took?.longestMs ?? 0;
  const waits = places.flatMap(({ target, stages }) =>
    stages.filter(({ stage }) => isWait(stage)).map((wait) => ({ target, wait })),
  );
  const [first] = waits.toSorted((a, b) => length(b.wait) - length(a.wait));
  if (!first || length(first.wait) === 0) return null;
  const { target, wait } = first;
  const which = { stage: wait.stage, strategy: null, only: 'slowest', limit: 1 } as const;
  const [run] = await records.stageRuns(target, period, which);
  return run ? { target, run } : null;
}
