import { currentStep, type Deployment, isOver } from '../domain/deployment/deployment.ts';
import { lookedOnMs } from '../domain/deployment/look-on.ts';
import { owedReview } from '../domain/deployment/review.ts';
import { addedMs } from '../domain/deployment/warm.ts';
import { LIFTS } from '../domain/gates/lift.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import { expectMs } from '../domain/plan/step.ts';
import { ALARM } from '../domain/verdict/sequential-judge.ts';
import { glassWaits } from './glass.ts';
import type { Line, Span } from './view.ts';
import { about, anyOf, near, untilWhen, WITHDRAW } from './words.ts';

/** What happens next, from the decision run forward: who or what it waits for, then when it is done. */
export function forecast(d: Deployment, now: Instant): Line {
  if (isOver(d)) return ended(d);
  const steps = [...waitingFor(d), ...ahead(d, now)];
  const chain = steps.flatMap((step, i): Span[] => [...(i === 0 ? [] : [' → ']), ...step]);
  return [{ bold: 'Next:' }, ' ', ...chain, '.', ...safetyNet(d)];
}

function waitingFor(d: Deployment): readonly Line[] {
  if (d.hold) {
    const who = d.hold.asks.length > 0 ? anyOf(d.hold.asks) : [{ person: d.hold.by }];
    return [[...who, ' resumes, skips or aborts']];
  }
  const all = d.waiting.filter((w) => w.code !== WITHDRAW);
  const closed = glassWaits(d) ? all.filter((w) => LIFTS[w.gate] === 'lifted') : [];
  const others = all.filter((w) => !closed.slice(1).includes(w));
  return others.map((w): Line => {
    if (w.code === 'approval') return [...anyOf(w.who), ' approves'];
    if (closed.includes(w)) return ['two others let it through'];
    if (w.code === 'cab') return ['the change advisory board votes'];
    if (w.until !== null) return [w.why, ...untilWhen(w.code, w.until)];
    return w.who.length > 0 ? [`${w.why}, `, ...anyOf(w.who), ' can change that'] : [w.why];
  });
}

function ahead(d: Deployment, now: Instant): readonly Line[] {
  const until = Math.max(now, ...d.waiting.map((w) => w.until ?? now)) as Instant;
  const spent = currentStep(d) && d.progress.since !== null ? now - d.progress.since : 0;
  const left = d.plan
    .slice(d.cursor)
    .reduce((sum, step) => sum + expectMs(step), addedMs(d) + lookedOnMs(d) - spent);
  const shift = d.plan.slice(d.cursor).find((step) => step.kind === 'shift');
  const percent = shift?.kind === 'shift' ? [[`${shift.percent} % of the traffic`]] : [];
  const waits = d.hold !== null || d.waiting.some((w) => w.until === null);
  const done: Line = waits
    ? [`done about ${about(left)} later`]
    : ['done about ', near(plus(until, Math.max(left, 1_000)), now)];
  return [...starts(d, now), ...percent, done];
}

function starts(d: Deployment, now: Instant): readonly Line[] {
  if (d.status !== 'pending') return [];
  const taken = d.waiting.find((w) => w.code === WITHDRAW)?.until ?? null;
  return taken === null ? [['starts']] : [[`starts in ${about(taken - now)}`]];
}

function safetyNet(d: Deployment): Line {
  const judged = d.plan.find((step) => step.kind === 'judge');
  if (judged?.kind !== 'judge' || !d.previous) return [];
  const { version } = d.previous;
  switch (judged.mode ?? 'abort') {
    case 'abort':
      return [` Evidence of ${ALARM} that it is worse returns it to ${version} by itself.`];
    case 'pause':
      return [` Evidence of ${ALARM} that it is worse holds it, and its owners are asked.`];
    case 'observe':
      return [' Its judge only observes: it returns to ', version, ' only when somebody says so.'];
  }
}

const REVIEW = 'somebody who had no part in it reviews why the glass was broken';

function ended(d: Deployment): Line {
  if (owedReview(d)) return [{ bold: 'Next:' }, ` ${REVIEW}.`];
  if (d.rolledBackBy) return [{ bold: 'Next:' }, ` see ${d.rolledBackBy}, its rollback.`];
  switch (d.status) {
    case 'succeeded':
      return d.kind === 'rollback'
        ? [{ bold: 'Next:' }, ' find the cause; the next deployment is asked for as usual.']
        : [{ bold: 'Next:' }, ' nothing. The version before stands by for a rollback.'];
    default:
      return [{ bold: 'Next:' }, ' ask for it again when the reason is gone.'];
  }
}
