import type { Environment, Service } from '../domain/catalog/catalog.ts';
import { occurrences } from '../domain/governance/window.ts';
import { parseDuration, sayDuration } from '../domain/kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { type Instant, instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { LedgerLine, Records } from '../ports/records.ts';
import { changedView, type Moved, movedAt, movedDeployment } from '../projections/changed.ts';
import { movedElsewhere } from '../projections/elsewhere.ts';
import { movedClosing } from '../projections/moved-closing.ts';
import { isAbout, movedRule } from '../projections/moved-rule.ts';
import { defineVerb } from './command.ts';
import { environmentNamed, serviceNamed } from './find.ts';
import { keyword, optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

/** Of each kind: more than anybody reads while something is on fire. */
const MOST = 40;
const HOUR_MS = 3_600_000;
const LONGEST_MS = 31 * 24 * HOUR_MS;

interface Scope {
  readonly environment: Environment | null;
  readonly service: Service | null;
  readonly since: Instant;
  readonly now: Instant;
}

/** Everything that moved lately: the first question of an incident. */
export const changed = defineVerb({
  name: 'changed',
  root: '/release',
  aliases: ['recent'],
  says: 'Everything that moved lately, newest first: deployments, rules, blackouts, locks, what nobody deployed, what was changed elsewhere',
  example: '/release changed 1h in production',
  args: {
    within: optional('text'),
    in: keyword('environment', 'in'),
    of: keyword('service', 'of'),
  },
  needs: ['look'],
  urgent: true,
  shows: () => true,
  async run(ctx, { line }, typed) {
    const forMs = lengthOf(typed.within);
    if (isRefusal(forMs)) return no(forMs);
    const environment = typed.in === undefined ? null : environmentNamed(ctx, typed.in, line);
    if (isRefusal(environment)) return no(environment);
    const service = typed.of === undefined ? null : serviceNamed(ctx, typed.of, line);
    if (isRefusal(service)) return no(service);
    const now = await ctx.records.now();
    const scope = { environment, service, since: plus(now, -forMs), now };
    const [started, rules, closed, foreign] = await Promise.all([
      deployments(ctx, scope),
      besides(ctx, scope),
      closings(ctx, scope),
      elsewhere(ctx, scope),
    ]);
    const all = [...started, ...rules.all, ...closed, ...foreign];
    const of = service ? ` of ${service.name}` : '';
    const where = environment ? ` in ${environment.name}` : '';
    return say(
      changedView(`Moved in the last ${sayDuration(forMs)}${where}${of}`, all, {
        isCut: [started, rules.all, foreign].some(({ length }) => length >= MOST),
        readBack: rules.readBack,
        shorter:
          'name a shorter time, an environment or a service, as in /release changed 15m in production of shop',
      }),
    );
  },
});

function lengthOf(within: string | undefined): number | Refusal {
  const ms = within === undefined ? HOUR_MS : parseDuration(within);
  const line = '/release changed 1h';
  if (ms === null || ms <= 0) {
    return refuse('bad-duration', `"${within}" is not a length of time.`, { line });
  }
  if (ms <= LONGEST_MS) return ms;
  return refuse('bad-duration', `${sayDuration(ms)} is more than is looked through at once.`, {
    why: 'It goes back 31 days at most; the history of a service goes further.',
    line: '/release changed 31d',
  });
}

/** What started or ended in that time, and what was under way before and went a step on. */
async function deployments(ctx: Reads, scope: Scope): Promise<readonly Moved[]> {
  const place = {
    ...(scope.environment ? { environment: scope.environment.name } : {}),
    limit: MOST,
  };
  const { service, since } = scope;
  const ended = await ctx.records.moved({
    ...place,
    ...(service ? { services: [service.name] } : {}),
    since,
  });
  const running = await ctx.records.deployments({
    ...place,
    ...(service ? { service: service.name } : {}),
    statuses: ['running'],
  });
  const known = new Set(ended.map(({ id }) => id));
  return [...ended, ...running.filter((d) => !known.has(d.id) && movedAt(d) >= since)].map(
    movedDeployment,
  );
}

/** Rules, locks, blackouts by a command, and what serves though nobody deployed it. */
async function besides(ctx: Reads, scope: Scope): Promise<Found> {
  const { lines, readBack } = await linesSince(ctx.records, scope);
  const all = lines
    .filter((one) => isAbout(one, scope.environment?.name ?? null, scope.service?.name ?? null))
    .flatMap((one) => movedRule(one) ?? [])
    .filter(({ at }) => at >= scope.since);
  return { all: all.slice(0, MOST), readBack };
}

interface Found {
  readonly all: readonly Moved[];
  /** So far back the ledger was read; null where that is far enough. */
  readonly readBack: Instant | null;
}

/** More lines than these in 31 days are not looked through; that is said. */
const MOST_LINES = 25_000;

/** Of the lines that speak of no deployment those until then and some before: what is busy, as incidents are, hides nothing. */
async function linesSince(
  { ledgerBesides }: Pick<Records, 'ledgerBesides'>,
  { since, now }: Scope,
): Promise<{ readonly lines: readonly LedgerLine[]; readonly readBack: Instant | null }> {
  for (let limit = MOST * 5; ; limit = Math.min(MOST_LINES, limit * 5)) {
    const { lines, isAll } = await ledgerBesides(limit);
    const oldest = Date.parse(String(lines.at(-1)?.body['at'] ?? ''));
    if (isAll || oldest < since) return { lines, readBack: null };
    // Nothing of it is for whoever asks: how far that goes back is not theirs to know either.
    if (limit === MOST_LINES) return { lines, readBack: lines.length > 0 ? instant(oldest) : now };
  }
}

/** What others told of: flags, migrations, configuration, infrastructure. */
async function elsewhere(
  { catalog, records }: Pick<Context, 'catalog' | 'records'>,
  { environment, service, since }: Scope,
): Promise<readonly Moved[]> {
  const moves = await records.movesElsewhere({
    ...(environment ? { environments: [environment.name] } : {}),
    ...(service ? { services: [service.name] } : {}),
    since,
    limit: MOST,
  });
  const { changes = [] } = catalog();
  return moves.map((move) =>
    movedElsewhere(move, changes.find(({ name }) => name === move.source)?.owner ?? null),
  );
}

/** Blackouts of the configuration and its calendars that began or ended by themselves. */
async function closings(
  { catalog, records }: Pick<Context, 'catalog' | 'records'>,
  scope: Scope,
): Promise<readonly Moved[]> {
  const { environment, service, since, now } = scope;
  const { blackouts } = await records.closures(catalog());
  return blackouts
    .filter(
      ({ environments, services }) =>
        (environment === null || environments.includes(environment.name)) &&
        (service === null || services === undefined || services.includes(service.name)),
    )
    .flatMap((one) => occurrences(one, { since, until: now, most: MOST }))
    .flatMap((one) => movedClosing(one, since, now));
}

type Reads = Pick<Context, 'records'>;
