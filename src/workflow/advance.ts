import { lapseGlass } from '../domain/deployment/break-glass.ts';
import { decidePending } from '../domain/deployment/decide-pending.ts';
import { decideExposure, decideRunning, mayEnd } from '../domain/deployment/decide-running.ts';
import type { Deployment, DeploymentId } from '../domain/deployment/deployment.ts';
import { seal } from '../domain/deployment/draft.ts';
import { keepFinding } from '../domain/deployment/finding.ts';
import { closedSince, meetClosings, takenBackBy } from '../domain/deployment/in-flight.ts';
import { keepPicture } from '../domain/deployment/page-picture.ts';
import { keepSample } from '../domain/deployment/sample.ts';
import { tendApprovals } from '../domain/deployment/tend-approvals.ts';
import { keepWayBack } from '../domain/deployment/way-back.ts';
import type { Context } from '../ports/context.ts';
import type { Identify } from '../ports/identify.ts';
import type { Moment } from '../ports/records.ts';
import type { Decision, Held, Recorded } from '../ports/store.ts';
import { inTrace } from '../ports/trace.ts';
import { type Drive, startDrive } from './drive.ts';
import { ownersOf } from './hold-running.ts';
import { type Look, look } from './look.ts';
import { FencedError } from './steps/runner.ts';

/** Turns of the wheel in one call, so that a bug cannot spin for ever; the sweep calls again. */
const MOST_TURNS = 100;

/**
 * look → decide → record, as long as there is something to do now. Safe to call at any time, any
 * number of times, from any number of processes. `holder` names this call alone, for its lease;
 * `identify` asks the chat before a start whether its approvers are still there.
 */
export async function advance(
  ctx: Context,
  id: DeploymentId,
  holder: string,
  identify: Identify | null = null,
): Promise<void> {
  const drive = startDrive(ctx, id, holder);
  await inTrace(null, async () => {
    try {
      let at = await drive.take();
      for (let turn = 0; at && turn < MOST_TURNS; turn += 1)
        at = await turnOnce(ctx, drive, at, identify);
    } catch (error) {
      if (!(error instanceof FencedError)) throw error;
      ctx.log.warn({ deployment: id }, 'another worker or a newer decision has this target');
    } finally {
      await drive.end();
    }
  });
}

/** What to go on with, or null when there is nothing more to do here now. */
async function turnOnce(
  ctx: Context,
  drive: Drive,
  at: Moment,
  identify: Identify | null,
): Promise<Moment | null> {
  const { deployment: d } = at;
  const seen = await look(ctx, at, drive.epoch(), { resumed: drive.isResumed(d), identify });
  if (seen.kind === 'nothing') return null;
  return drive.goOn(d, await record(ctx, drive, at, seen));
}

type Seen = Exclude<Look, { kind: 'nothing' }>;

async function record(
  ctx: Context,
  { holder, epoch }: Drive,
  { deployment: d, now }: Moment,
  seen: Seen,
): Promise<Recorded> {
  const ends = seen.kind === 'step' && mayEnd(d, seen.step, seen.outcome, now);
  const needsId = ends || takenBackBy(d, seen.closings, now) !== null;
  const rollbackId = needsId ? await ctx.store.nextId() : null;
  const held = epoch();
  const about = {
    target: d,
    deployment: d.id,
    drive: { holder, leaseMs: ctx.settings.leaseMs },
    ...(held === null ? {} : { epoch: held }),
  };
  return ctx.store.change(about, (current) => decide(ctx, current, seen, rollbackId));
}

function decide(
  ctx: Context,
  { deployment: d, running, now }: Held,
  seen: Seen,
  rollbackId: DeploymentId | null,
): Decision {
  if (!d || d.revision !== seen.revision) return null; // it moved while we looked: look again
  const isClosed = closedSince(seen.closings, seen.at, now);
  if (seen.kind === 'step') {
    const ahead = isClosed ? null : seen.ahead; // asked again, in a look of its own
    const aside = { owners: ownersOf(ctx.catalog(), d), rollbackId, ahead, reseal: resealer(ctx) };
    const change = decideRunning(d, seen.step, seen.outcome, aside, now);
    const met = meetClosings(change, d, seen.closings, rollbackId, now);
    const found = keepFinding(d, seen.outcome, met, now);
    const known = keepWayBack(d, seen.outcome, found, now);
    return keepPicture(d, seen.outcome, keepSample(d, seen.outcome, known, now), now);
  }
  if (isClosed) return null; // a door closed while we looked: look again
  const lapsed = lapseGlass(d, now);
  if (lapsed) return lapsed;
  if (d.status === 'running') {
    const change = decideExposure(d, seen.rulings, now);
    return meetClosings(change, d, seen.closings, rollbackId, now);
  }
  const tended = tendApprovals(d, seen.rulings, ctx.catalog(), now, seen.left);
  if (tended) return tended;
  const slotTaken = running !== null && running.id !== d.id;
  return slotTaken && seen.rulings.every((r) => r.ruling.verdict === 'pass')
    ? null // somebody took the slot since we looked
    : decidePending(d, seen.rulings, now);
}

function resealer(ctx: Context): (d: Deployment) => string {
  return (d) => seal(d, d.configuration ?? ctx.catalog().version, ctx.digest);
}
