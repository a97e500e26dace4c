import type { Deployment } from '../domain/deployment/deployment.ts';
import { lookedOnMs } from '../domain/deployment/look-on.ts';
import { sayWarm } from '../domain/deployment/warm.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { expectMs } from '../domain/plan/step.ts';
import { plainGlass } from './glass.ts';
import { plainHandedOn } from './handed-on.ts';
import { plainLost, type Silence } from './lost-contact.ts';
import { plainAnyOf, sayWait, titleOf, whereItIs } from './words.ts';

/** One or two sentences that say everything the card shows: screen readers read only this. */
export function cardText(d: Deployment, now: Instant, silence: Silence | null): string {
  const lost = silence === null ? '' : `, ${plainLost(silence)}`;
  return d.kind === 'rollback' ? rollbackText(d, lost) : deployText(d, now, lost);
}

function deployText(d: Deployment, now: Instant, lost: string): string {
  const title = titleOf(d);
  switch (d.status) {
    case 'pending':
      return `${d.requestedBy} asks to put ${d.service} ${d.artifact.version} in ${d.environment}${because(d)}${lost}. ${rejected(d)}${waits(d)}${plainHandedOn(d)}${plainGlass(d)} If it fails it returns to ${d.previous?.version ?? 'nothing'}. ${d.id}.`;
    case 'running':
      return `${title}: ${whereItIs(d)}${held(d)}${lost || `${health(d)}, about ${sayDuration(left(d, now))} left`}${standBy(d, now)}. Started by ${d.requestedBy}. ${d.id}.`;
    case 'succeeded':
      return d.rolledBackBy
        ? `${title}: rolled back later by ${d.rolledBackBy}. ${d.id}.`
        : `${title}: succeeded in ${sayDuration(took(d, now))}, verified at 100 %${parted(d)}. Started by ${d.requestedBy}. ${d.id}.`;
    case 'failed':
      return `${title}: failed, ${d.outcome?.why ?? 'no reason recorded'}. ${d.rolledBackBy ? `${d.rolledBackBy} returns it to ${d.previous?.version ?? 'nothing'}` : 'Nothing was rolled back'}. ${d.id}.`;
    case 'cancelled':
      return `${title}: not started, ${d.outcome?.code ?? 'cancelled'} by ${d.outcome?.by ?? 'nobody'}: ${d.outcome?.why ?? ''}. ${d.id}.`;
  }
}

function rollbackText(d: Deployment, lost: string): string {
  const automatic = d.requestedBy === 'fairway' ? 'Automatic' : `Asked for by ${d.requestedBy}`;
  const tail = `${automatic}: ${d.because ?? 'no reason given'}. ${d.id}.`;
  switch (d.status) {
    case 'succeeded':
      return `Rolled back ${titleOf(d)}${parted(d)}. ${tail}`;
    case 'running':
      return `Rolling back ${titleOf(d)}, ${whereItIs(d)}${held(d)}${lost}. ${tail}`;
    default:
      return `The rollback of ${titleOf(d)} is ${d.status}. ${tail}`;
  }
}

/** Who was handed over or cut as the version before was retired; empty where it was nobody. */
export function parted({ progress }: Deployment): string {
  return progress.parted === undefined ? '' : `; ${progress.parted}`;
}

function waits(d: Deployment): string {
  if (d.waiting.length === 0) return 'Starting.';
  const all = d.waiting.map((w) =>
    w.who.length > 0 ? `${sayWait(w)} (${plainAnyOf(w.who)})` : sayWait(w),
  );
  return `Waiting for ${all.join('; ')}.`;
}

function rejected(d: Deployment): string {
  return d.rejected ? `Rejected before by ${d.rejected.by}: '${d.rejected.why}'. ` : '';
}

function because(d: Deployment): string {
  const fixes = d.fixes ? ` to fix ${d.fixes}` : '';
  return d.because ? `${fixes}: '${d.because}'` : fixes;
}

function held(d: Deployment): string {
  if (d.hold) return `, held by ${d.hold.by} (${d.hold.why})`;
  return d.waiting.length > 0 ? `, waiting: ${d.waiting.map(sayWait).join('; ')}` : '';
}

/** Whether one could switch back at once, and for how long still. */
function standBy(d: Deployment, now: Instant): string {
  const warm = sayWarm(d, now);
  return warm === null ? '' : `; ${warm}`;
}

function health(d: Deployment): string {
  if (d.progress.silence) return `, no contact: ${d.progress.silence}`;
  const verdict = d.progress.verdict;
  if (!verdict) return '';
  if (verdict.verdict === 'pass') return ', healthy';
  return verdict.ground === 'undecided'
    ? `, healthy so far: ${verdict.why}`
    : `, ${verdict.verdict}: ${verdict.why}`;
}

function left(d: Deployment, now: Instant): number {
  const spent = d.progress.since === null ? 0 : now - d.progress.since;
  return Math.max(
    1_000,
    d.plan.slice(d.cursor).reduce((sum, s) => sum + expectMs(s), lookedOnMs(d) - spent),
  );
}

export function took(d: Deployment, now: Instant): number {
  return (d.finishedAt ?? now) - (d.startedAt ?? d.requestedAt);
}
