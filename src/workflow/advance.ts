import { findService, membersOf } from '../domain/catalog/find.ts';
import { decidePending } from '../domain/deployment/decide-pending.ts';
import { decideExposure, decideRunning, mayEnd } from '../domain/deployment/decide-running.ts';
import {
  type Deployment,
  type DeploymentId,
  isOver,
  stepKey,
} from '../domain/deployment/deployment.ts';
import { seal } from '../domain/deployment/draft.ts';
import type { Context } from '../ports/context.ts';
import type { Decision, Held, Recorded } from '../ports/store.ts';
import { type Look, look } from './look.ts';
import { FencedError } from './steps/runner.ts';

/** Turns of the wheel in one call, so that a bug cannot spin for ever; the sweep calls again. */
const MOST_TURNS = 100;

/**
 * look → decide → record, as long as there is something to do now. Safe to call at any time, any
 * number of times, from any number of processes. `holder` names this call alone, for its lease.
 */
export async function advance(ctx: Context, id: DeploymentId, holder: string): Promise<void> {
  const drive: Drive = { ctx, holder, intended: null };
  let d = await ctx.records.deployment(id);
  if (!d) return;
  try {
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const went = await turnOnce(drive, d);
      const after = await ctx.records.deployment(id);
      if (!went || !after) return;
      drive.intended = stepKey(after) === stepKey(d) && isIntended(d) ? null : stepKey(after);
      d = after;
    }
  } catch (error) {
    if (!(error instanceof FencedError)) throw error;
    ctx.log.warn({ deployment: id }, 'another worker or a newer decision has this target');
  } finally {
    await ctx.leases.release(d, drive.holder);
  }
}

/** One run of `advance`. `intended` is the effect whose intent it recorded itself and has not asked for. */
interface Drive {
  readonly ctx: Context;
  readonly holder: string;
  intended: string | null;
}

/** False when there is nothing to do here: asleep, held, over, or somebody else is at it. */
async function turnOnce({ ctx, holder, intended }: Drive, d: Deployment): Promise<boolean> {
  if (isOver(d) || d.hold || sleeps(d, await ctx.records.now())) return false;
  const epoch =
    d.status === 'running' ? await ctx.leases.claim(d, holder, ctx.settings.leaseMs) : null;
  if (d.status === 'running' && epoch === null) return false;
  const stopRenewing = epoch === null ? () => {} : renew(ctx, d, holder);
  try {
    const seen = await look(ctx, d, epoch, intended !== stepKey(d));
    if (seen.kind === 'nothing') return false;
    const recorded = await record(ctx, d, seen, epoch);
    return recorded.kind !== 'fenced';
  } finally {
    stopRenewing();
  }
}

function isIntended(d: Deployment): boolean {
  return d.status === 'running' && d.progress.phase === 'intent';
}

function sleeps(d: Deployment, now: number): boolean {
  return d.wakeAt === null || d.wakeAt > now;
}

/** Keeps the lease alive while a provider takes its time. */
function renew(ctx: Context, d: Deployment, holder: string): () => void {
  const every = Math.max(100, ctx.settings.leaseMs / 3);
  const timer = setInterval(() => {
    ctx.leases.claim(d, holder, ctx.settings.leaseMs).catch((error: unknown) => {
      ctx.log.warn({ deployment: d.id, error: String(error) }, 'lease not renewed');
    });
  }, every);
  return () => clearInterval(timer);
}

async function record(
  ctx: Context,
  d: Deployment,
  seen: Exclude<Look, { kind: 'nothing' }>,
  epoch: number | null,
): Promise<Recorded> {
  const needsId =
    seen.kind === 'step' && mayEnd(d, seen.step, seen.outcome, await ctx.records.now());
  const rollbackId = needsId ? await ctx.store.nextId() : null;
  const about = { target: d, deployment: d.id, ...(epoch === null ? {} : { epoch }) };
  return ctx.store.change(about, (held) => decide(ctx, held, seen, rollbackId));
}

function decide(
  ctx: Context,
  { deployment: d, running, now }: Held,
  seen: Exclude<Look, { kind: 'nothing' }>,
  rollbackId: DeploymentId | null,
): Decision {
  if (!d || d.revision !== seen.revision) return null; // it moved while we looked: look again
  if (seen.kind === 'step') {
    const aside = { owners: ownersOf(ctx, d), rollbackId, reseal: resealer(ctx) };
    return decideRunning(d, seen.step, seen.outcome, aside, now);
  }
  if (d.status === 'running') return decideExposure(d, seen.rulings, now);
  const slotTaken = running !== null && running.id !== d.id;
  return slotTaken && seen.rulings.every((r) => r.ruling.verdict === 'pass')
    ? null // somebody took the slot since we looked
    : decidePending(d, seen.rulings, now);
}

function resealer(ctx: Context): (d: Deployment) => string {
  return (d) => seal(d, ctx.catalog().version, ctx.digest);
}

/** Who is asked when people must decide: the owners, or the one who asked for it. */
function ownersOf(ctx: Context, d: Deployment): readonly string[] {
  const service = findService(ctx.catalog(), d.service);
  const owners = service ? membersOf(ctx.catalog(), service.owners) : [];
  return owners.length > 0 ? owners : [d.requestedBy];
}
