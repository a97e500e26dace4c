import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../kernel/time.ts';
import type { Journey } from '../verdict/journey/form.ts';
import { isApprovedFix } from './approved-fix.ts';
import type { Deployment } from './deployment.ts';
import { causeOf, type JourneyWatch, type Red } from './journey-watch.ts';
import { type DeploymentChange, move } from './moves.ts';

/** Whether it was red before anybody met this version, which then did not bring it. */
function wasBefore({ since, isOld }: Red, { exposedAt }: Deployment): boolean {
  return isOld || exposedAt === null || exposedAt > since;
}

/**
 * Whether a journey that is red holds this one: one that may be red before goes by what it is after, and so does
 * everything that a fix which a second person approved meets, since it goes out to what is broken.
 */
export function holdsFor({ before }: Journey, red: Red, d: Deployment): boolean {
  return !wasBefore(red, d) || (before !== 'ignore' && !isApprovedFix(d));
}

/** Which journey, since when, which step; whom it says nothing of; and what takes it on. */
export function sayRed({ name, service }: JourneyWatch, red: Red, d: Deployment): string {
  const whose = d.service === service ? '' : ` of ${service}, which stands on ${d.service},`;
  const { version } = d.artifact;
  const blame = wasBefore(red, d)
    ? `. It was so before anybody met ${version}, which is not blamed`
    : '';
  return `The journey "${name}"${whose} is red since ${sayMoment(red.since)} (resume goes on, green or not): ${red.says}${blame}. It is said here when it is green again`;
}

/** The same of a line, which goes for whatever would start there. */
export function sayStop({ name }: JourneyWatch, { since, says }: Red): string {
  return `the journey "${name}" is red since ${sayMoment(since)}: ${says}`;
}

/**
 * It is green again, and what it holds stays held: only people take that on. The thread of whatever was held meanwhile
 * hears of it, whatever became of that.
 */
export function calm(d: Deployment, watch: JourneyWatch, now: Instant): DeploymentChange | null {
  const { red, name } = watch;
  if (!red?.until) return null;
  const why = `The journey "${name}" is green again since ${sayMoment(red.until)}`;
  const deed = { by: 'fairway', at: now, evidence: { why, redSince: red.since } };
  if (d.status !== 'running' || d.hold?.cause !== causeOf(watch))
    return move(d, {}, 'calmed', { ...deed, note: why });
  const { cause: _cause, ...hold } = d.hold;
  const still = `${why}; it was red since ${sayMoment(red.since)}. It is held until somebody resumes it`;
  const note = `${why}: it is still held, resume takes it on`;
  return move(d, { hold: { ...hold, why: still } }, 'calmed', { ...deed, note, tell: hold.asks });
}

function sayMoment(at: Instant): string {
  const text = Temporal.Instant.fromEpochMilliseconds(at).toString();
  return `${text.slice(0, 16).replace('T', ' ')} UTC`;
}
