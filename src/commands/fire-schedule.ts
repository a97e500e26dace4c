import { findService, membersOf } from '../domain/catalog/find.ts';
import { type Deployment, isDeploymentId, isOver } from '../domain/deployment/deployment.ts';
import { request } from '../domain/deployment/request.ts';
import {
  answerTurn,
  type Ended,
  type Finding,
  judged,
  MOST_FAILURES,
  notNow,
  tooMany,
  turnOf,
} from '../domain/governance/fire.ts';
import type { Schedule, ScheduleId } from '../domain/governance/schedule.ts';
import { nextTime } from '../domain/governance/weekly.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { traceOfOrders } from '../domain/kernel/trace-id.ts';
import type { Context } from '../ports/context.ts';
import type { Identify } from '../ports/identify.ts';
import type { Decision } from '../ports/store.ts';
import { askPublished } from './ask-published.ts';
import { promotable } from './promotable.ts';
import { type Asking, askScheduled, reasonOf } from './scheduled-ask.ts';
import { ordersStand, type Stands } from './scheduled-orders.ts';
import { commitsOf } from './what-changes.ts';

const MINUTE_MS = 60_000;

/**
 * Looks at a schedule whose time has come, and does what its person would do by typing the line: the same
 * draft, the same gates. The request and the time it answers are one change over the row's revision, so
 * however often and wherever this is called each time is answered once. @throws weather: looked at again.
 */
export async function fireSchedule(ctx: Context, identify: Identify, id: ScheduleId) {
  const [found, now] = await Promise.all([ctx.records.schedule(id), ctx.records.now()]);
  if (!found || found.wakeAt === null || found.wakeAt > now) return;
  const open = await openOf(ctx, found);
  const s = judged(found, endedAs(open));
  await record(ctx, s, await look(ctx, identify, { s, open, now }));
}

interface Look {
  readonly s: Schedule;
  /** What it asked for last, as far as it has not seen the end of that. */
  readonly open: Deployment | null;
  readonly now: Instant;
}

interface Seen {
  readonly occurrence: string;
  readonly passed: number;
  readonly finding: Finding | { readonly kind: 'asks'; readonly asking: Asking };
}

async function look(ctx: Context, identify: Identify, { s, open, now }: Look): Promise<Seen> {
  const turn = turnOf(s, now);
  const { occurrence = s.last?.occurrence ?? s.id, passed = 0, missed = null } = turn ?? {};
  const seen = (finding: Seen['finding']): Seen => ({ occurrence, passed, finding });
  if (s.failures >= MOST_FAILURES) return seen({ kind: 'stopped', why: tooMany(endOf(open)) });
  const stands = await ordersStand(ctx, identify, s);
  if ('kind' in stands) return seen(stands);
  if (missed !== null) return seen({ kind: 'missed', why: missed });
  if (open && !isOver(open)) return seen(stillOpen(s, open, now));
  if (s.from === null) return seenOf(s, await askPublished(ctx, s, stands, now));
  return lookBefore(ctx, s, { stands, occurrence, passed, now });
}

interface Turned extends Pick<Seen, 'occurrence' | 'passed'> {
  readonly stands: Stands;
  readonly now: Instant;
}

/** What is verified in the environment before moves on. */
async function lookBefore(ctx: Context, s: Schedule, at: Turned): Promise<Seen> {
  const { stands, occurrence, passed, now } = at;
  const found = await promotable(ctx, s, now);
  if (found.kind === 'none') return { occurrence, passed, finding: notNow(s, found.why) };
  const { version } = found.source.artifact;
  const { id } = found.source;
  if (s.every === null && s.last?.occurrence === id) {
    return { occurrence, passed, finding: notNow(s, `${version} was asked for already`) };
  }
  const time = s.every === null ? id : occurrence;
  const asking = await askScheduled(ctx, s, { ...stands, version, occurrence: time });
  if (!('made' in asking)) return { occurrence: time, passed, finding: asking };
  return { occurrence: time, passed, finding: { kind: 'asks', asking } };
}

function seenOf(s: Schedule, found: Asking | Finding): Seen {
  const at = { occurrence: s.heard?.version ?? s.id, passed: 0 };
  if (!('made' in found)) return { ...at, finding: found };
  const { occurrence } = found.made.schedule ?? at;
  return { ...at, occurrence, finding: { kind: 'asks', asking: found } };
}

/** One at a time. What is about to be closed, since its time to be decided is over, is waited for. */
function stillOpen(s: Schedule, { id, expiresAt }: Deployment, now: Instant): Finding {
  const why = `${id}, which it asked for before, is not over`;
  return expiresAt !== null && expiresAt <= now ? { kind: 'later', why } : notNow(s, why);
}

async function record(ctx: Context, s: Schedule, { finding, ...turn }: Seen): Promise<void> {
  const tell = peopleOf(ctx, s);
  const answered = (found: Finding, now: Instant) =>
    answerTurn(s, { ...turn, finding: found, tell }, now);
  const recorded =
    finding.kind === 'asks'
      ? await recordAsk(ctx, s, finding.asking, answered)
      : await ctx.store.change({ target: s }, ({ now }) => answered(finding, now));
  ctx.log.info(
    { schedule: s.id, found: finding.kind, recorded: recorded.kind },
    'schedule looked at',
  );
}

type Answered = (finding: Finding, now: Instant) => ReturnType<typeof answerTurn>;

async function recordAsk(
  ctx: Context,
  s: Schedule,
  { made, rulings, line, changes }: Asking,
  answered: Answered,
) {
  const id = await ctx.store.nextId();
  return ctx.store.change({ target: s }, ({ now }): Decision => {
    const expiresMs = lifeOf(s, ctx.settings.requestExpiresMs, now);
    const trace = traceOfOrders(id, made.planDigest, ctx.digest);
    const how = {
      id,
      replaces: null,
      expiresMs,
      catalog: ctx.catalog(),
      canonicalLine: line,
      trace,
      ...commitsOf(changes),
    };
    const asked = request(made, rulings, how, now);
    if (isRefusal(asked)) return answered({ kind: 'refused', why: reasonOf(asked) }, now);
    const why = `${id}, ${made.artifact.version}`;
    const answer = answered({ kind: 'asked', deployment: id, why }, now);
    return {
      rows: [...asked.rows, ...answer.rows],
      ledger: [...asked.ledger, ...answer.ledger],
      events: [...asked.events, ...answer.events],
    };
  });
}

/** What nobody decided is closed before it is asked for again. */
function lifeOf({ every }: Schedule, usualMs: number, now: Instant): number {
  if (every === null) return usualMs;
  return Math.min(usualMs, Math.max(MINUTE_MS, nextTime(every, now) - now - MINUTE_MS));
}

async function openOf(ctx: Context, { open }: Schedule): Promise<Deployment | null> {
  return open !== null && isDeploymentId(open) ? ctx.records.deployment(open) : null;
}

function endedAs(d: Deployment | null): Ended | null {
  if (!d || !isOver(d)) return null;
  if (d.status === 'failed' || d.rolledBackBy !== null) return 'bad';
  return d.status === 'succeeded' ? 'good' : 'neither';
}

function endOf(d: Deployment | null): string {
  return d ? `${d.id}, ${d.outcome?.why ?? 'rolled back'}` : 'it was refused';
}

/** The owners, and whose orders it carries out. */
function peopleOf(ctx: Pick<Context, 'catalog'>, s: Schedule): readonly string[] {
  const catalog = ctx.catalog();
  const owners = findService(catalog, s.service)?.owners ?? [];
  return [...new Set([...membersOf(catalog, owners), s.by])];
}
