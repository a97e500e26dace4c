import type { Catalog } from '../catalog/catalog.ts';
import type { Commit } from '../dora/delivery.ts';
import type { GateRuling } from '../gates/index.ts';
import { windowEnd } from '../governance/closing.ts';
import type { Change } from '../kernel/change.ts';
import { isRefusal, type Refusal, refuse } from '../kernel/refusal.ts';
import { type Instant, plus, sooner } from '../kernel/time.ts';
import { abort } from './abort.ts';
import { boardCould, boardOf, callBoard } from './board.ts';
import { askGlass, type GlassAsk, type Standing } from './break-glass.ts';
import { type BroughtRow, bringing } from './brought.ts';
import { slotsOf } from './consent.ts';
import type { Deployment, DeploymentId } from './deployment.ts';
import type { Draft } from './draft.ts';
import type { DeploymentEvent } from './event.ts';
import { firstCall } from './first-called.ts';
import { create, type DeploymentChange, type DeploymentRow, together } from './moves.ts';
import { nobodyCould } from './nobody-could.ts';
import { countsFrom, plannedFor } from './planned.ts';
import { LONGEST_SLEEP_MS, sparedFrom, waitingFrom } from './waiting.ts';

export interface Request {
  readonly id: DeploymentId;
  /** Ends what runs there first; with the id its own rollback would get. */
  readonly replaces: { readonly running: Deployment; readonly rollbackId: DeploymentId } | null;
  readonly expiresMs: number;
  /** Whose hours and release windows count. */
  readonly catalog: Catalog;
  readonly canonicalLine: string;
  /** Asks to go through what is closed, in the same breath. */
  readonly glass?: GlassAsk | null;
  /** That of the act which asks for it. */
  readonly trace?: string;
  /** What it brings, where that is known with its times. */
  readonly commits?: readonly Commit[];
}

/**
 * Turns a draft into a deployment that waits for its gates. A rule that blocks, or approvals nobody
 * could give, refuse it: nothing is created.
 */
export function request(
  draft: Draft,
  rulings: readonly GateRuling[],
  { id, replaces, expiresMs, catalog, canonicalLine, glass = null, commits, trace }: Request,
  now: Instant,
): Change<DeploymentRow | BroughtRow, DeploymentEvent> | Refusal {
  const no = refuses(draft, rulings, catalog);
  if (no) return no;
  const waiting = waitingFrom(rulings, now);
  const asked = waiting.filter((w) => w.code === 'approval').flatMap((w) => w.who);
  const { told, untold } = firstCall(draft, asked, catalog, now);
  const d: Deployment = {
    ...draft,
    id,
    ...(trace === undefined ? {} : { trace }),
    requestedAt: now,
    expiresAt: openUntil(draft, expiresMs, catalog, now),
    wakeAt: now,
    waiting,
    spared: sparedFrom(rulings),
    ...(untold.length > 0 ? { untold } : {}),
  };
  const because = d.because ? `: ${d.because}` : '';
  const created = create(d, 'requested', {
    by: d.requestedBy,
    at: now,
    note: `${d.requestedBy} asked for ${d.service} ${d.artifact.version} to ${d.environment}${because}`,
    tell: told,
    evidence: {
      line: canonicalLine,
      service: d.service,
      environment: d.environment,
      version: d.artifact.version,
      digest: d.artifact.digest,
      previous: d.previous?.digest ?? null,
      planDigest: d.planDigest,
      because: d.because,
      fixes: d.fixes ?? null,
      plannedFor: plannedFor(d)?.at ?? null,
      risk: d.risk ? { score: d.risk.score, level: d.risk.level } : null,
      ...(trace === undefined ? {} : { trace }),
      ...ordersOf(d),
    },
  });
  const calls = callOthers(d, glass, { rulings, catalog }, now);
  if (isRefusal(calls)) return calls;
  const whole = together(created, ...calls);
  if (!replaces) return bringing(whole, d, commits);
  const why = `${REPLACED}${id} (${d.service} ${d.artifact.version})`;
  const ended = abort(replaces.running, d.requestedBy, why, replaces.rollbackId, now);
  return isRefusal(ended) ? ended : bringing(together(ended, whole), d, commits);
}

/** What asked for it, where no person did. */
function ordersOf({ train, schedule }: Deployment) {
  return {
    ...(train ? { train } : {}),
    ...(schedule ? { schedule: schedule.id, occurrence: schedule.occurrence } : {}),
  };
}

const REPLACED = 'replaced by ';

/** Whether it ended because somebody put another in its place, and not by a fault of its own. */
export function isReplaced({ outcome }: Pick<Deployment, 'outcome'>): boolean {
  return outcome?.why.startsWith(REPLACED) ?? false;
}

/** Until when it may be decided: its life long, and no longer than the release window it is for. */
function openUntil(draft: Draft, expiresMs: number, catalog: Catalog, now: Instant): Instant {
  const since = countsFrom(draft, now);
  const end = plus(since, lifeOf(draft, expiresMs));
  return sooner(end, windowEnd(catalog.windows, draft, since)) ?? end;
}

/** It outlives its board's deadline, which closes it with the minutes; and it is shorter where a rule says so. */
function lifeOf(draft: Draft, expiresMs: number): number {
  const board = boardOf(draft);
  const longest = board
    ? Math.max(expiresMs, board.seats.deadlineMs + LONGEST_SLEEP_MS)
    : expiresMs;
  return Math.min(longest, ...slotsOf(draft).map((s) => s.expiresMs ?? longest));
}

/** Whoever must do more than approve is called in the same breath: the board, and two others in an emergency. */
function callOthers(
  d: Deployment,
  glass: GlassAsk | null,
  standing: Standing,
  now: Instant,
): readonly DeploymentChange[] | Refusal {
  const board = callBoard(d, now);
  const called = board ? [board] : [];
  if (!glass) return called;
  const asks = askGlass(board?.rows.at(-1)?.row ?? d, glass, standing, now);
  return isRefusal(asks) ? asks : [...called, asks];
}

/** The first reason for which this may not even be asked, or null. */
export function refuses(
  draft: Draft,
  rulings: readonly GateRuling[],
  catalog: Catalog,
): Refusal | null {
  for (const { ruling } of rulings) {
    if (ruling.verdict === 'block') {
      return refuse(ruling.code, `Not started: ${ruling.why}.`, { fix: FIXES[ruling.code] ?? '' });
    }
  }
  if (draft.previous?.digest === draft.artifact.digest) {
    return refuse(
      'already-there',
      `${draft.service} ${draft.artifact.version} already serves ${draft.environment}.`,
      { fix: 'Nothing to do. To return to an older version use /rollback.' },
    );
  }
  return nobodyCould(draft, catalog) ?? boardCould(draft, catalog);
}

const FIXES: Readonly<Record<string, string>> = {
  order: 'Deploy it there first; only the same digest moves on.',
};
