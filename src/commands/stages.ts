import { parseDuration } from '../domain/kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Target } from '../domain/kernel/target.ts';
import { isStage, isWait, STAGES } from '../domain/stages/stage.ts';
import { RUN_DRILLS, type StagePeriod } from '../domain/stages/stages-1.ts';
import type { Context } from '../ports/context.ts';
import { type StageReport, stageDrill, stagesOverview, stagesView } from '../projections/stages.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { placeFor } from './dora.ts';
import { periodAsked } from './dora-period.ts';
import { ownedBy, placesOf } from './dora-report.ts';
import { environmentNamed, serviceNamed } from './find.ts';
import { flag, keyword, optional } from './grammar/spec.ts';
import { corrected, suggest } from './grammar/suggest.ts';
import { no, say } from './reply.ts';

const MOST_SHOWN = 30;
const MOST_SERVICES = 20;
const STRATEGIES = ['rolling', 'blue-green', 'canary', 'rollback'] as const;

type Reads = Pick<Context, 'catalog' | 'records'>;

/** How reliable the steps of a service are and what its deployments wait for, or of each of one's services. */
export const stages = defineVerb({
  name: 'stages',
  root: '/release',
  aliases: ['stage'],
  says: 'Where deployments of a service fail, what is slow, and what they wait for',
  example: '/release stages shop 30d in production',
  args: {
    service: optional('service'),
    within: optional('text'),
    in: keyword('environment', 'in'),
    until: keyword('text', 'until'),
    show: keyword([...STAGES], 'show'),
    strategy: flag([...STRATEGIES]),
    only: flag([...RUN_DRILLS]),
  },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, asked, said) {
    const alone = said.within === undefined && parseDuration(said.service ?? '') !== null;
    const typed = alone ? { ...said, service: undefined, within: said.service } : said;
    const { within = '30d', until } = typed;
    const period = periodAsked({ within, until }, await ctx.records.now());
    if (isRefusal(period)) return no(period);
    if (typed.service === undefined) return overview(ctx, asked, typed.in, period);
    const service = serviceNamed(ctx, typed.service, asked.line);
    if (isRefusal(service)) return no(service);
    const environment = placeFor(ctx, service, typed.in, asked.line);
    if (isRefusal(environment)) return no(environment);
    const target = { service: service.name, environment: environment.name };
    return ofPlace(ctx, asked, typed, { target, period });
  },
});

async function overview(
  ctx: Reads,
  asked: Asked,
  word: string | undefined,
  period: StagePeriod,
): Promise<Reply> {
  const place = word === undefined ? null : environmentNamed(ctx, word, asked.line);
  if (isRefusal(place)) return no(place);
  const catalog = ctx.catalog();
  const mine = ownedBy(catalog, asked.actor);
  const services = mine.length > 0 ? mine : catalog.services;
  const places = placesOf(catalog, services.slice(0, MOST_SERVICES), place);
  const reports: StageReport[] = [];
  for (const one of places) reports.push(await stagesOf(ctx, one, period));
  return say(stagesOverview(reports, period, services.length - places.length));
}

interface Typed {
  readonly show?: string | undefined;
  readonly strategy?: string | undefined;
  readonly only?: string | undefined;
}

/** All stages of a place, or the runs of the one that is named. */
async function ofPlace(
  ctx: Reads,
  { line }: Asked,
  typed: Typed,
  { target, period }: Omit<StageReport, 'stages'>,
): Promise<Reply> {
  const only = RUN_DRILLS.find((one) => one === typed.only) ?? null;
  const strategy = typed.strategy ?? null;
  const stage = typed.show;
  if (stage === undefined && only === null && strategy === null)
    return say(stagesView(await stagesOf(ctx, target, period)));
  if (stage === undefined) return no(ofWhich(line));
  if (!isStage(stage)) return no(unknownStage(stage, line));
  const of = isWait(stage) ? null : strategy;
  const which = { stage, strategy: of, only, limit: MOST_SHOWN };
  return say(
    stageDrill({ target, period }, which, await ctx.records.stageRuns(target, period, which)),
  );
}

/** The stages of one place. */
export async function stagesOf(
  { records }: Reads,
  target: Target,
  period: StagePeriod,
): Promise<StageReport> {
  return { target, period, stages: await records.stages(target, period) };
}

/** The nearest stage, and the line to copy; flags are refused where the line is read. */
function unknownStage(word: string, line: string): Refusal {
  const near = suggest(word, STAGES);
  return refuse('unknown', `"${word}" is no stage.`, {
    fix: near ? 'Did you mean:' : `There is: ${STAGES.join(', ')}.`,
    ...(near ? { line: corrected(line, word, near) } : {}),
  });
}

function ofWhich(line: string): Refusal {
  return refuse('missing', 'Of which stage is missing.', {
    why: '--only and --strategy choose among the runs of one stage.',
    fix: `There is: ${STAGES.join(', ')}.`,
    line: `${line} show judge`,
  });
}
