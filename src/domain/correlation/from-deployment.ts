import { Temporal } from 'temporal-polyfill';
import type { Deployment } from '../deployment/deployment.ts';
import type { Plain } from '../kernel/change.ts';
import { type Instant, instant } from '../kernel/time.ts';
import type { Candidate, Judged, Reached, Symptom } from './candidate.ts';

/** A line of the ledger, as far as it is read here. */
interface Line {
  readonly body: { readonly [key: string]: Plain };
}

/** What else is known of it. `lines`: what the ledger says of it, in any order; empty before anybody looked. */
export interface Beside extends Pick<Candidate, 'relations' | 'record' | 'learned'> {
  readonly lines: readonly Line[];
  /** The rollback that took it back. */
  readonly rollback: Pick<Deployment, 'exposedAt' | 'startedAt'> | null;
}

/** A deployment as a suspect. */
export function fromDeployment(d: Deployment, beside: Beside): Candidate {
  const { service, environment, kind, artifact, requestedBy } = d;
  const { relations, record, learned, lines, rollback } = beside;
  return {
    subject: d.id,
    ...{ kind, service, environment, relations, record, learned },
    version: artifact.version,
    by: requestedBy,
    reached: shiftsIn(d, lines) ?? reachedBy(d),
    goneAt: rollback ? (rollback.exposedAt ?? rollback.startedAt) : null,
    judged: judgedIn(d, lines),
  };
}

/** By the ledger: when each share of the traffic was asked for. Null where it does not say. */
function shiftsIn(d: Deployment, lines: readonly Line[]): readonly Reached[] | null {
  const found = lines
    .flatMap(({ body }): Reached[] => {
      const evidence = partOf(body['evidence']);
      if (body['what'] !== 'stepped' || evidence['intent'] !== 'shift') return [];
      const step = d.plan[Number(evidence['step'])];
      return step?.kind === 'shift' ? [{ at: timeOf(body), percent: step.percent }] : [];
    })
    .toSorted((a, b) => a.at - b.at);
  return found.length > 0 ? found : null;
}

/** By the row alone: its first share when it was first met, all of it when it was over and well. */
function reachedBy(d: Deployment): readonly Reached[] {
  if (d.exposedAt === null) return [];
  const shares = d.plan.flatMap((step) => (step.kind === 'shift' ? [step.percent] : []));
  const first = { at: d.exposedAt, percent: shares[0] ?? 100 };
  const whole = d.status === 'succeeded' && d.finishedAt !== null && first.percent < 100;
  return whole ? [first, { at: instant(Number(d.finishedAt)), percent: 100 }] : [first];
}

function judgedIn(d: Deployment, lines: readonly Line[]): Judged | null {
  const said = lines.flatMap(({ body }) => {
    const judged = partOf(partOf(body['evidence'])['judged']);
    return judged['verdict'] === undefined ? [] : [{ at: timeOf(body), judged }];
  });
  const last = said.toSorted((a, b) => a.at - b.at).at(-1)?.judged;
  const { verdict } = d.progress;
  if (!last && !verdict) return null;
  const evidence = Number(last?.['evidence'] ?? verdict?.evidence ?? 1);
  return {
    evidence: Number.isFinite(evidence) ? Math.max(1, evidence) : 1,
    asGood: (last?.['ground'] ?? verdict?.ground) === 'as good',
    worse: worseIn(d),
  };
}

function worseIn({ progress }: Deployment): Symptom | null {
  const failed = (progress.verdict?.metrics ?? []).filter(({ ok }) => ok === false);
  if (failed.some(({ metric }) => symptomIn(metric) === 'errors')) return 'errors';
  return failed.some(({ metric }) => symptomIn(metric) === 'slow') ? 'slow' : null;
}

const WORDS: readonly (readonly [Symptom, RegExp])[] = [
  ['errors', /error|fail|5xx|exception|availab/i],
  ['slow', /latenc|slow|duration|response.?time|\bp(50|9\d)/i],
];

/** What the name of an alert or a metric speaks of; null where it says neither. */
export function symptomIn(text: string): Symptom | null {
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? null;
}

function timeOf(body: Line['body']): Instant {
  return instant(Temporal.Instant.from(String(body['at'])).epochMilliseconds);
}

function partOf(value: Plain | undefined): { readonly [key: string]: Plain } {
  const isPart = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isPart ? (value as { readonly [key: string]: Plain }) : {};
}
