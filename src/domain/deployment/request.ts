import type { GateRuling } from '../gates/index.ts';
import { isRefusal, type Refusal, refuse } from '../kernel/refusal.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { abort } from './abort.ts';
import { askGlass, type GlassAsk } from './break-glass.ts';
import { slotsOf } from './consent.ts';
import type { Deployment, DeploymentId } from './deployment.ts';
import type { Draft } from './draft.ts';
import { create, type DeploymentChange, together } from './moves.ts';
import { nobodyCould } from './nobody-could.ts';
import { waitingFrom } from './waiting.ts';

export interface Request {
  readonly id: DeploymentId;
  /** Ends what runs there first; with the id its own rollback would get. */
  readonly replaces: { readonly running: Deployment; readonly rollbackId: DeploymentId } | null;
  readonly expiresMs: number;
  readonly canonicalLine: string;
  /** Asks to go through what is closed, in the same breath. */
  readonly glass?: GlassAsk | null;
}

/**
 * Turns a draft into a deployment that waits for its gates. A rule that blocks, or approvals nobody
 * could give, refuse it: nothing is created.
 */
export function request(
  draft: Draft,
  rulings: readonly GateRuling[],
  { id, replaces, expiresMs, canonicalLine, glass = null }: Request,
  now: Instant,
): DeploymentChange | Refusal {
  const no = refuses(draft, rulings);
  if (no) return no;
  const waiting = waitingFrom(rulings);
  const d: Deployment = {
    ...draft,
    id,
    requestedAt: now,
    expiresAt: plus(
      now,
      Math.min(expiresMs, ...slotsOf(draft).map((s) => s.expiresMs ?? expiresMs)),
    ),
    wakeAt: now,
    waiting,
  };
  const asked = waiting.filter((w) => w.code === 'approval').flatMap((w) => w.who);
  const because = d.because ? `: ${d.because}` : '';
  const created = create(d, 'requested', {
    by: d.requestedBy,
    at: now,
    note: `${d.requestedBy} asked for ${d.service} ${d.artifact.version} to ${d.environment}${because}`,
    tell: asked,
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
    },
  });
  const asks = glass && askGlass(d, glass, rulings, now);
  if (isRefusal(asks)) return asks;
  const whole = asks ? together(created, asks) : created;
  if (!replaces) return whole;
  const why = `replaced by ${id} (${d.service} ${d.artifact.version})`;
  const ended = abort(replaces.running, d.requestedBy, why, replaces.rollbackId, now);
  return isRefusal(ended) ? ended : together(ended, whole);
}

/** The first reason for which this may not even be asked, or null. */
export function refuses(draft: Draft, rulings: readonly GateRuling[]): Refusal | null {
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
  return nobodyCould(draft);
}

const FIXES: Readonly<Record<string, string>> = {
  order: 'Deploy it there first; only the same digest moves on.',
};
