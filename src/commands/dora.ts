import type { Environment, Service } from '../domain/catalog/catalog.ts';
import { findEnvironment, isFlag, pathOf } from '../domain/catalog/find.ts';
import { DRILLS, type Period } from '../domain/dora/delivery.ts';
import { parseDuration } from '../domain/kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { type DoraReport, doraDrill, doraOverview, doraView } from '../projections/dora.ts';
import { type Asked, defineVerb } from './command.ts';
import { linkedIncidents, periodAsked } from './dora-period.ts';
import { ownedBy, placesOf, reportOn, withCourse } from './dora-report.ts';
import { environmentNamed, serviceNamed } from './find.ts';
import { flag, keyword, optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const MOST_SERVICES = 20;
const MOST_SHOWN = 30;

/** DORA's five metrics of a service, or of each of one's services: never blended into one number. */
export const dora = defineVerb({
  name: 'dora',
  root: '/release',
  aliases: [],
  says: "DORA's five metrics of a service with intervals, and the deployments behind each",
  example: '/release dora shop 90d in production',
  args: {
    service: optional('service'),
    within: optional('text'),
    in: keyword('environment', 'in'),
    until: keyword('text', 'until'),
    show: keyword([...DRILLS], 'show'),
    'as-of': flag('text'),
  },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, asked, said) {
    const alone = said.within === undefined && parseDuration(said.service ?? '') !== null;
    const typed = alone ? { ...said, service: undefined, within: said.service } : said;
    const period = periodAsked(typed, await ctx.records.now());
    if (isRefusal(period)) return no(period);
    if (typed.service === undefined) return say(await overview(ctx, asked, period, typed.in));
    const service = serviceNamed(ctx, typed.service, asked.line);
    if (isRefusal(service)) return no(service);
    const environment = placeFor(ctx, service, typed.in, asked.line);
    if (isRefusal(environment)) return no(environment);
    const target = { service: service.name, environment: environment.name };
    const report = await reportOn(ctx, target, period);
    const drill = DRILLS.find((one) => one === typed.show);
    if (drill === undefined) return say(doraView(await withCourse(ctx, report)));
    const incidents = await linkedIncidents(ctx, target, period);
    const asking = { drill, limit: MOST_SHOWN + 1 };
    const found = await ctx.records.drill(target, period, incidents, asking);
    return say(doraDrill(report, drill, found, MOST_SHOWN));
  },
});

/** The environment that is meant; where none is named, the last on its path. */
export function placeFor(
  ctx: Pick<Context, 'catalog' | 'records'>,
  service: Service,
  word: string | undefined,
  line: string,
): Environment | Refusal {
  if (word !== undefined) return environmentNamed(ctx, word, line);
  return (
    pathOf(ctx.catalog(), service).at(-1) ??
    refuse('not-there', `${service.name} runs in no environment yet.`)
  );
}

/** Each service of whoever asks, those of everybody where they own none. */
async function overview(
  ctx: Pick<Context, 'catalog' | 'records'>,
  { actor }: Pick<Asked, 'actor'>,
  period: Period,
  word: string | undefined,
) {
  const catalog = ctx.catalog();
  const mine = ownedBy(catalog, actor);
  const all = mine.length > 0 ? mine : catalog.services;
  const services = all.filter((service) => !isFlag(service));
  const only = word === undefined ? null : findEnvironment(catalog, word);
  const places = placesOf(catalog, services.slice(0, MOST_SERVICES), only);
  const reports: DoraReport[] = [];
  for (const place of places) reports.push(await reportOn(ctx, place, period));
  return doraOverview(reports, period, services.length - places.length);
}
