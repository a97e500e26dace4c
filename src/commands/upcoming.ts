import { plannedFor } from '../domain/deployment/planned.ts';
import { closureOf, scopeOf } from '../domain/governance/ad-hoc-blackout.ts';
import { departureId } from '../domain/governance/departure.ts';
import type { Schedule } from '../domain/governance/schedule.ts';
import { timesFrom } from '../domain/governance/train.ts';
import { nextTime } from '../domain/governance/weekly.ts';
import { occurrences } from '../domain/governance/window.ts';
import { type Instant, instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { CalendarEntry } from '../projections/calendar.ts';

/** More of one kind than anybody reads. */
const MOST = 200;

/** What is closed, open, locked and planned from then until then: in one environment, or (null) in all. */
export async function upcoming(
  ctx: Pick<Context, 'catalog' | 'records'>,
  environment: string | null,
  { since, until }: { readonly since: Instant; readonly until: Instant },
): Promise<readonly CalendarEntry[]> {
  const { blackouts, windows } = await ctx.records.closures(ctx.catalog());
  const closings = (kind: 'blackout' | 'window', all: typeof blackouts): CalendarEntry[] =>
    all
      .filter(({ environments }) => environment === null || environments.includes(environment))
      .flatMap((one) =>
        occurrences(one, { since, until, most: MOST }).map((at) => ({ kind, ...at, scope: one })),
      );
  const byHand = await ctx.records.blackouts(environment);
  const closed = byHand
    .filter((one) => since < one.until)
    .map((one): CalendarEntry => ({ kind: 'blackout', ...closureOf(one), scope: scopeOf(one) }));
  const pending = await ctx.records.deployments({
    statuses: ['pending'],
    ...(environment === null ? {} : { environment }),
    limit: MOST,
  });
  const starts = pending.flatMap((d): CalendarEntry[] => {
    const at = instant(plannedFor(d)?.at ?? until);
    return at < until ? [{ kind: 'start', from: at, d }] : [];
  });
  const times = (await ctx.records.schedules(MOST))
    .filter((s) => environment === null || s.environment === environment)
    .flatMap((s) => timesOf(s, until));
  const locks = (await ctx.records.locks())
    .filter((one) => environment === null || one.environment === environment)
    .flatMap((one) => (one.held ? [{ ...one, held: one.held }] : []))
    .filter(({ held }) => held.at < until && (held.until === null || since < held.until))
    .map((lock): CalendarEntry => {
      const { at: from, until: end } = lock.held;
      return { kind: 'lock', from, until: end, lock };
    });
  return [
    ...locks,
    ...closings('blackout', blackouts),
    ...closed,
    ...closings('window', windows),
    ...starts,
    ...times,
    ...(await trainsTo(ctx, environment, { since, until })),
  ];
}

/** When a schedule comes until then; none while it is paused, nor where it only waits for an event. */
function timesOf(s: Schedule, until: Instant): readonly CalendarEntry[] {
  const found: CalendarEntry[] = [];
  let { dueAt } = s;
  while (s.every && dueAt !== null && dueAt < until && found.length < MOST) {
    found.push({ kind: 'schedule', from: dueAt, s });
    dueAt = nextTime(s.every, dueAt);
  }
  return found;
}

/** When trains depart until then, with who rides as far as anybody has boarded. */
async function trainsTo(
  ctx: Pick<Context, 'catalog' | 'records'>,
  environment: string | null,
  { since, until }: { readonly since: Instant; readonly until: Instant },
): Promise<readonly CalendarEntry[]> {
  const { trains = [] } = ctx.catalog();
  if (trains.length === 0) return [];
  const open = await ctx.records.departures(MOST);
  return trains
    .filter(({ to }) => environment === null || to === environment)
    .flatMap((train) => {
      const found: CalendarEntry[] = [];
      const held = open.find((d) => d.train === train.name && d.hold)?.hold ?? null;
      let times = timesFrom(train, since);
      while (times.departsAt < until && found.length < MOST) {
        const id = departureId(train, times);
        const aboard = open.find((d) => d.id === id)?.riders.filter((r) => r.state !== 'off') ?? [];
        const riders = aboard.map((r) => `${r.service} ${r.version}`).join(', ');
        const name = `${train.name} to ${train.to}`;
        found.push({
          kind: 'train',
          from: times.departsAt,
          name,
          train,
          services: aboard.map(({ service }) => service),
          riders: riders || 'no riders yet',
          held,
        });
        times = timesFrom(train, times.departsAt);
      }
      return found;
    });
}
