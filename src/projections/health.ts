import type { Deployment } from '../domain/deployment/deployment.ts';
import { sayAsGood, sayEvidence } from '../domain/verdict/judge.ts';
import { alarmOf } from '../domain/verdict/policy.ts';
import { BY_EVIDENCE, type MetricVerdict, type Verdict } from '../domain/verdict/verdict.ts';
import { text } from './parts.ts';
import type { Part } from './view.ts';

/** What was measured of both versions, metric by metric. */
export function healthTable(d: Deployment, { metrics }: Verdict): Part {
  const rows = metrics.map((m) => [m.metric, m.canary, m.baseline, m.limit, said(m)]);
  const old = d.previous?.version ?? 'before';
  return { part: 'table', head: ['Metric', d.artifact.version, old, 'Limit', 'Result'], rows };
}

/** The same for a thread, which is narrow: the limit stands beside what came of it, where there is one. */
export function narrowHealthTable(d: Deployment, { metrics }: Verdict): Part {
  const rows = metrics.map((m) => {
    const limit = m.limit === BY_EVIDENCE ? '' : ` (${m.limit})`;
    return [m.metric, m.canary, m.baseline, `${said(m)}${limit}`];
  });
  const old = d.previous?.version ?? 'before';
  return { part: 'table', head: ['Metric', d.artifact.version, old, 'Result'], rows };
}

/** How far the evidence is from what it triggers; null where none was weighed. */
export function evidencePart(d: Deployment, verdict: Verdict): Part | null {
  const sentence = plainEvidence(d, verdict);
  return sentence === '' ? null : text(sentence);
}

/** The same as a sentence; empty where none was weighed, as of errors past the floor. */
export function plainEvidence(d: Deployment, judged: Verdict): string {
  const { verdict, ground, evidence, asGood } = judged;
  if (evidence === undefined || ground === 'floor') return '';
  const judge = d.plan.find((step) => step.kind === 'judge');
  const alarm = alarmOf(judge?.kind === 'judge' ? (judge.mode ?? 'abort') : 'abort');
  const sentence = sayEvidence(evidence, { canary: d.artifact.version, alarm });
  // What is worse is not weighed for being as good.
  const good =
    verdict === 'fail' || asGood === undefined ? [] : [sayAsGood(asGood, d.artifact.version)];
  return [sentence, ...good]
    .map((one) => `${one.charAt(0).toUpperCase()}${one.slice(1)}.`)
    .join(' ');
}

function said({ ok, result }: MetricVerdict): string {
  if (result !== undefined) return result;
  return ok === null ? 'no data' : ok ? 'within' : 'over the limit';
}
