import { findPerson, pathOf } from '../domain/catalog/find.ts';
import { forbids } from '../domain/deployment/rights.ts';
import type { Orders } from '../domain/governance/schedule.ts';
import { sayRecurrence } from '../domain/governance/weekly.ts';
import { parseDuration } from '../domain/kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { Asked } from './command.ts';
import { environmentNamed, type Place, placeNamed } from './find.ts';
import { printLine } from './grammar/print.ts';
import { type Green, readGreen, readRecurrence } from './grammar/recurrence.ts';
import { type Args, flag, keyword, required, rest, toggle } from './grammar/spec.ts';

const MINUTE_MS = 60_000;
const USUAL_LATE_MS = 15 * MINUTE_MS;
const LATEST_MS = 12 * 60 * MINUTE_MS;

/** How a schedule is made, by typing and by the button of its preview alike. */
export const scheduleShape = {
  name: 'schedule',
  root: '/release',
  args: {
    service: required('service'),
    from: keyword('environment', 'from'),
    to: keyword('environment', 'to'),
    every: keyword('phrase', 'every'),
    when: keyword('phrase', 'when'),
    late: flag('text'),
    yes: toggle(),
    because: rest('because'),
  },
} as const;

export type ScheduleArgs = Args<typeof scheduleShape.args>;

export interface Read {
  readonly place: Place;
  readonly orders: Orders;
  /** The same line, with everything resolved and the yes said. */
  readonly line: string;
}

/** What is ordered, or the refusal that says how it is written. */
export function readOrders(
  ctx: Pick<Context, 'catalog' | 'records'>,
  asked: Asked,
  typed: ScheduleArgs,
): Read | Refusal {
  const { service: word, to = '' } = typed;
  if (word.includes('@')) return pinned(word, to);
  const place = placeNamed(ctx, { service: word, environment: to }, asked.line);
  if (isRefusal(place)) return place;
  const where = { ...place, channel: asked.channel };
  const published = typed.when?.trim().toLowerCase() === PUBLISHED;
  const forbidden = forbids(asked.actor, 'deploy', where, ctx.catalog());
  if (forbidden) return forbidden;
  if (published) return publishedOrders(ctx, asked, typed, place);
  const times = readTimes(ctx, asked, typed, place);
  if (isRefusal(times)) return times;
  const from = sourceOf(ctx, asked, { place, typed, green: times.green });
  if (isRefusal(from)) return from;
  const { every, green, lateMs } = times;
  const target = { service: place.service.name, environment: place.environment.name };
  const because = typed.because ?? null;
  const { channel } = asked;
  const greenMs = green?.forMs ?? null;
  const orders = { ...target, from, every, greenMs, lateMs, because, channel };
  const exactly = { ...typed, service: target.service, from, to: target.environment, yes: true };
  const line = printLine(scheduleShape, {
    ...exactly,
    every: every ? sayRecurrence(every) : undefined,
  });
  return { place, orders, line };
}

/** Each version that a publisher tells of goes to the first environment; what comes after goes by what is verified. */
function publishedOrders(
  ctx: Pick<Context, 'catalog'>,
  asked: Asked,
  typed: ScheduleArgs,
  { service, environment, placement }: Place,
): Read | Refusal {
  const [first] = pathOf(ctx.catalog(), service).map((e) => e.name);
  if (first !== environment.name) {
    return refuse('wrong-source', `${environment.name} is not the first for ${service.name}.`, {
      why: `A new version begins in ${first ?? 'no environment'}; what comes after gets what was verified before it.`,
      line: lineFor(ctx, service.name, environment.name),
    });
  }
  if (typed.every !== undefined || typed.from !== undefined) {
    return refuse('published', '"when published" takes neither "every" nor "from".', {
      why: 'A version is asked for once, as soon as it is there.',
      line: `/release schedule ${service.name} to ${environment.name} when published`,
    });
  }
  const tells = (ctx.catalog().publishers ?? []).some(({ publishes }) =>
    publishes.some((one) => one.service === service.name),
  );
  if (!tells) {
    return refuse('nobody-tells', `Nobody tells when a version of ${service.name} is published.`, {
      why: 'No entry under "publishers" of the configuration names it.',
      fix: 'Whoever keeps the configuration adds GitHub or the registry there: docs/schedules.md.',
    });
  }
  const lateMs = lateOf(typed);
  if (isRefusal(lateMs)) return lateMs;
  const target = { service: service.name, environment: environment.name };
  const because = typed.because ?? null;
  const only = { from: null, every: null, greenMs: null };
  const orders = { ...target, ...only, lateMs, because, channel: asked.channel };
  const exactly = { ...typed, service: target.service, to: target.environment, yes: true };
  const line = printLine(scheduleShape, { ...exactly, when: PUBLISHED });
  return { place: { service, environment, placement }, orders, line };
}
const PUBLISHED = 'published';

interface Times extends Pick<Orders, 'every' | 'lateMs'> {
  readonly green: Green | null;
}

function readTimes(
  ctx: Pick<Context, 'catalog'>,
  { actor }: Asked,
  typed: ScheduleArgs,
  { service, environment }: Place,
): Times | Refusal {
  if (typed.every === undefined && typed.when === undefined) {
    return refuse('missing', 'When is missing.', {
      fix: 'Say "every weekday at 10", "when staging green for 30m", or both; or "when published".',
      line: lineFor(ctx, service.name, environment.name),
    });
  }
  const zone = findPerson(ctx.catalog(), actor.id ?? '')?.zone ?? environment.zone;
  const every = typed.every === undefined ? null : readRecurrence(typed.every, zone);
  if (isRefusal(every)) return every;
  const green = typed.when === undefined ? null : readGreen(typed.when);
  if (isRefusal(green)) return green;
  const lateMs = lateOf(typed);
  if (isRefusal(lateMs)) return lateMs;
  return { every, green, lateMs };
}

function lateOf({ late }: Pick<ScheduleArgs, 'late'>): number | Refusal {
  const lateMs = late === undefined ? USUAL_LATE_MS : (parseDuration(late) ?? 0);
  if (lateMs >= MINUTE_MS && lateMs <= LATEST_MS) return lateMs;
  return refuse('bad-duration', `--late ${late} is not between a minute and twelve hours.`, {
    why: 'It is how late a time may be answered that Fairway was not there for.',
    fix: 'Write --late 2h, or leave it out for 15 minutes.',
  });
}

interface Wanted {
  readonly place: Place;
  readonly typed: ScheduleArgs;
  readonly green: Green | null;
}

/** The environment right before it on the service's path, named once or twice. */
function sourceOf(
  ctx: Pick<Context, 'catalog' | 'records'>,
  asked: Asked,
  { place: { service, environment }, typed, green }: Wanted,
): string | Refusal {
  const path = pathOf(ctx.catalog(), service).map((e) => e.name);
  const before = path[path.indexOf(environment.name) - 1];
  if (before === undefined) {
    return refuse('no-source', `Nothing comes before ${environment.name} for ${service.name}.`, {
      why: 'A schedule moves what was verified in the environment before.',
      fix: `For one start at a time: /deploy ${service.name}@<version> to ${environment.name} at tomorrow 10:00`,
    });
  }
  const words = [typed.from, green?.environment ?? undefined].filter((word) => word !== undefined);
  if (words.length === 0)
    return wrongSource(ctx, 'Where from is missing.', service.name, environment.name);
  for (const word of words) {
    const found = environmentNamed(ctx, word, asked.line);
    if (isRefusal(found)) return found;
    if (found.name !== before) {
      const what = `${found.name} is not what comes right before ${environment.name} for ${service.name}.`;
      return wrongSource(ctx, what, service.name, environment.name);
    }
  }
  return before;
}

function wrongSource(
  ctx: Pick<Context, 'catalog'>,
  what: string,
  service: string,
  environment: string,
): Refusal {
  return refuse('wrong-source', what, {
    why: 'A schedule moves what was verified in the environment before.',
    line: lineFor(ctx, service, environment),
  });
}

function lineFor({ catalog }: Pick<Context, 'catalog'>, service: string, to: string): string {
  const found = catalog().services.find((s) => s.name === service);
  const path = found ? pathOf(catalog(), found).map((e) => e.name) : [];
  const from = path[path.indexOf(to) - 1] ?? '<environment>';
  return `/release schedule ${service} from ${from} to ${to} every weekday at 10`;
}

function pinned(word: string, to: string): Refusal {
  const where = to === '' ? '<environment>' : to;
  return refuse('pinned', 'A schedule takes no version.', {
    why: 'Each time it moves what is verified in the environment before by then.',
    fix: 'A version that is chosen is started once, at its time:',
    line: `/deploy ${word} to ${where} at tomorrow 10:00`,
  });
}
