import { type Deployment, exposure } from '../domain/deployment/deployment.ts';
import {
  type Comparison,
  compareAgain,
  type Judgement,
  replay,
} from '../domain/deployment/replay.ts';
import type { AnyKept, KeptSample } from '../domain/deployment/sample.ts';
import { errorRate } from '../domain/verdict/counters.ts';
import type { LedgerLine } from '../ports/records.ts';
import { evidenceChart } from './evidence-chart.ts';
import { healthTable } from './health.ts';
import { clauses, header, note, text } from './parts.ts';
import type { Part, View } from './view.ts';
import { plainAt, titleOf } from './words.ts';

/** So many looks fill a screen; the ones before them count all the same. */
const LOOKS_SHOWN = 12;

/**
 * What the judges of a deployment saw, each verdict computed again from it and held against what the
 * ledger recorded.
 */
export function evidenceView(
  d: Deployment,
  samples: readonly AnyKept[],
  ledger: readonly LedgerLine[],
): View {
  const judgements = replay(d, samples);
  const title = `Evidence on ${titleOf(d)} (${d.id})`;
  const compared = compareAgain(d, samples);
  if (judgements.length + compared.length === 0) {
    const none = `${d.id} has not been judged on live traffic, so there is nothing to compute again.`;
    return { text: none, parts: [header(title), text(none)] };
  }
  const said = [...judgements, ...compared].map((one) => ({
    ...{ one, title: heading(d, one), record: recordOf(one, ledger) },
    looks: isJudged(one) && one.looks.length > 0 ? [looksTable(one)] : [],
  }));
  const spoken = said.map((s) => `${s.title}: ${s.one.verdict.why}. ${s.record}`);
  return {
    text: `${title}. ${spoken.join(' ')}`,
    parts: [
      header(title),
      ...said.flatMap(({ one, title: what, record, looks }): readonly Part[] => [
        text({ bold: what }, ': ', ...clauses(one.verdict.why)),
        healthTable(d, one.verdict),
        ...looks,
        note([record]),
      ]),
      ...charted(d, judgements.at(-1)),
    ],
  };
}

/** Of the last judging alone: one picture an answer. */
function charted(d: Deployment, judgement: Judgement | undefined): readonly Part[] {
  const chart = judgement ? evidenceChart(d, judgement) : null;
  return chart ? [chart] : [];
}

function isJudged(one: Judgement | Comparison): one is Judgement {
  return 'looks' in one;
}

function heading(d: Deployment, one: Judgement | Comparison): string {
  const percent = exposure({ ...d, cursor: one.step });
  if (!isJudged(one)) return `Compared at ${percent} % with how the service did`;
  const { looks } = one;
  return looks.length === 0
    ? `Judged at ${percent} % while it warmed up`
    : `Judged at ${percent} % by ${looks.length} looks`;
}

/** Whether the verdict of then is the one the same looks lead to, in a sentence. */
function recordOf(
  { last, verdict }: Judgement | Comparison,
  ledger: readonly LedgerLine[],
): string {
  const line = ledger.find(
    ({ body }) => judgedIn(body) !== null && Date.parse(String(body['at'])) === last,
  );
  if (!line) return 'Computed from the looks so far; nothing was decided by it yet.';
  const then = judgedIn(line.body);
  const { ground = null, evidence = null } = verdict;
  const same =
    then?.['verdict'] === verdict.verdict &&
    then['ground'] === ground &&
    then['evidence'] === evidence;
  // Only a judge weighs: a comparison is within its limits or not.
  const weighed = ground === null ? '' : ` (${ground}), evidence ${evidence}`;
  const found = `${verdict.verdict}${weighed}`;
  return same
    ? `Computed again: ${found}, as ${line.ref} recorded at ${plainAt(last)}.`
    : `Computed again: ${found}. ${line.ref} recorded something else: ${JSON.stringify(then)}.`;
}

function judgedIn(body: LedgerLine['body']) {
  const evidence = body['evidence'];
  if (typeof evidence !== 'object' || evidence === null || !('judged' in evidence)) return null;
  const { judged } = evidence;
  return typeof judged === 'object' && judged !== null && 'verdict' in judged ? judged : null;
}

function looksTable({ looks }: Judgement): Part {
  const rows = looks
    .slice(-LOOKS_SHOWN)
    .map(({ kept: { at, sample }, evidence }) => [
      plainAt(at).slice(11, 19),
      served(sample.canary),
      served(sample.stable),
      evidence < 1_000 ? evidence.toFixed(1) : 'over 1000',
    ]);
  return { part: 'table', head: ['Look (UTC)', 'New version', 'Old version', 'Evidence'], rows };
}

function served(counters: KeptSample['sample']['canary']): string {
  const errors = (errorRate(counters) * 100).toFixed(1);
  return `${counters.requests} requests, ${errors} % failed`;
}
