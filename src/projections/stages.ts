import { sayDuration } from '../domain/kernel/duration.ts';
import type { Target } from '../domain/kernel/target.ts';
import { isWait, STAGES, type Stage, type StageRun } from '../domain/stages/stage.ts';
import {
  type RunDrill,
  STAGES_VERSION,
  type StagePeriod,
  type WhichRuns,
} from '../domain/stages/stages-1.ts';
import {
  FEWEST_FOR_P95,
  failRateOf,
  longestWait,
  type StageSummary,
  slowestStep,
  type Took,
  worstStep,
} from '../domain/stages/summary.ts';
import { between, percent } from './figures.ts';
import { header, note, offer, offers, text } from './parts.ts';
import type { Line, Offer, Part, View } from './view.ts';
import { plainAt } from './words.ts';

/** How reliable the stages of one place were in a period. */
export interface StageReport {
  readonly target: Target;
  readonly period: StagePeriod;
  readonly stages: readonly StageSummary[];
}

const NONE = 'none';
const CAVEAT = `Definitions ${STAGES_VERSION} (docs/stages.md). Details of one: /release show <id>`;

/** Where it failed, what was slow, and what was waited for. */
export function stagesView(report: StageReport): View {
  const { target, period } = report;
  const stages = report.stages.toSorted((a, b) => rank(a) - rank(b));
  const title = `Stages: ${target.service} in ${target.environment}`;
  const asked = `From ${plainAt(period.from)} to ${plainAt(period.to)}.`;
  if (stages.length === 0) {
    const none = 'Nothing was deployed there in this time, and nothing waited.';
    return { text: `${title}: ${none}`, parts: [header(title), text(none), note([asked])] };
  }
  const steps = stages.filter(({ stage }) => !isWait(stage));
  const waits = stages.filter(({ stage }) => isWait(stage));
  return {
    text: `${title}: ${sentenceOf(stages)}`,
    parts: [
      header(title),
      text(sentenceOf(stages)),
      ...(steps.length > 0 ? [stepTable(steps)] : []),
      ...(waits.length > 0 ? [waitTable(waits)] : []),
      note([asked], [CAVEAT]),
      offers(offersOf(report)),
    ],
  };
}

function rank({ stage }: StageSummary): number {
  return STAGES.indexOf(stage);
}

function stepTable(steps: readonly StageSummary[]): Part {
  const head = ['Step', 'Failed', '95 % between', 'Half within', '19 of 20 within', 'Beside'];
  return { part: 'table', head, rows: steps.map(stepRow) };
}

function stepRow(one: StageSummary): readonly string[] {
  const { rate, failed, of } = failRateOf(one);
  return [
    nameOf(one),
    rate ? `${percent(rate.share)}, ${failed} of ${of}` : `${failed} of ${of}`,
    rate ? between(rate.interval, percent) : 'too few to say',
    one.took ? sayDuration(one.took.p50Ms) : NONE,
    slowOf(one.took),
    besideOf(one),
  ];
}

function besideOf({ retried, left }: StageSummary): string {
  const said = [
    ...(retried > 0 ? [`${retried} after another attempt`] : []),
    ...(left > 0 ? [`${left} left by people`] : []),
  ];
  return said.length > 0 ? said.join(', ') : '–';
}

function waitTable(waits: readonly StageSummary[]): Part {
  const head = [
    'Waited for',
    'Times',
    'Half within',
    '19 of 20 within',
    'Together',
    'Never passed',
  ];
  const rows = waits.map(({ stage, runs, left, took }) => [
    stage,
    String(runs),
    took ? sayDuration(took.p50Ms) : NONE,
    slowOf(took),
    took ? sayDuration(took.togetherMs) : NONE,
    String(left),
  ]);
  return { part: 'table', head, rows };
}

/** Of fewer than twenty, the longest is all there is to say. */
function slowOf(took: Took | null): string {
  if (!took) return NONE;
  if (took.n >= FEWEST_FOR_P95) return sayDuration(took.p95Ms);
  return `longest of ${took.n}: ${sayDuration(took.longestMs)}`;
}

/** What fails most, what is slowest, and what is waited for longest, in one breath. */
export function sentenceOf(stages: readonly StageSummary[]): string {
  const [worst, slowest, wait] = [worstStep(stages), slowestStep(stages), longestWait(stages)];
  const said = [
    worst ? `${nameOf(worst)} failed most: ${sayRate(worst)}` : 'No step failed',
    ...(slowest?.took
      ? [`${nameOf(slowest)} is slowest: half within ${sayDuration(slowest.took.p50Ms)}`]
      : []),
    wait?.took
      ? `${wait.stage} was waited for longest: ${sayDuration(wait.took.togetherMs)} over ${times(wait.took.n)}`
      : 'nothing had to wait',
  ];
  return `${said.join('; ')}.`;
}

/** A rate with its interval, or a sentence where there are too few for one. */
function sayRate(one: StageSummary): string {
  const { rate, failed, of } = failRateOf(one);
  if (!rate) return `${failed} of ${of}, too few for a rate`;
  return `${percent(rate.share)} (${failed} of ${of}, 95 % between ${between(rate.interval, percent)})`;
}

function times(n: number): string {
  return n === 1 ? 'one wait' : `${n} waits`;
}

/** `judge (canary)`: the same step of another strategy is another stage. */
export function nameOf({ stage, strategy }: Pick<StageSummary, 'stage' | 'strategy'>): string {
  return strategy === null ? stage : `${stage} (${strategy})`;
}

function offersOf(report: StageReport): readonly Offer[] {
  const { stages } = report;
  const [worst, slowest, wait] = [worstStep(stages), slowestStep(stages), longestWait(stages)];
  return [
    ...(worst ? [drillOffer(report, worst, 'failed', `Which failed: ${worst.stage}`)] : []),
    ...(slowest ? [drillOffer(report, slowest, 'slowest', `Slowest: ${slowest.stage}`)] : []),
    ...(wait ? [drillOffer(report, wait, 'slowest', `Longest waits: ${wait.stage}`)] : []),
  ];
}

function drillOffer(
  { target, period }: StageReport,
  { stage, strategy }: Pick<StageSummary, 'stage' | 'strategy'>,
  only: RunDrill,
  label: string,
): Offer {
  const { service, environment } = target;
  const long = `${Math.round((period.to - period.from) / 60_000)}m`;
  const until = new Date(period.to).toISOString();
  const by = strategy === null ? '' : ` --strategy ${strategy}`;
  const line = `/release stages ${service} ${long} in ${environment} until ${until} show ${stage}${by} --only ${only}`;
  return offer(`stages:${only}:${stage}`, label, line, { spoken: `${label}, ${service}` });
}

/** Each service on its own line, never summed. */
export function stagesOverview(
  reports: readonly StageReport[],
  period: StagePeriod,
  left: number,
): View {
  const title = 'Stages, service by service';
  const lines = reports.map(({ target, stages }): Line => {
    const said = stages.length === 0 ? 'nothing was deployed there.' : sentenceOf(stages);
    return [{ bold: `${target.service} in ${target.environment}` }, `: ${said}`];
  });
  const spoken = reports.map(
    ({ target, stages }) =>
      `${target.service} in ${target.environment}: ${stages.length === 0 ? 'nothing was deployed there.' : sentenceOf(stages)}`,
  );
  return {
    text: `${title}: ${spoken.join(' ')}`,
    parts: [
      header(title),
      ...lines.map((line) => text(...line)),
      ...(left > 0 ? [text(`and ${left} more: name one, /release stages <service>`)] : []),
      note([`From ${plainAt(period.from)} to ${plainAt(period.to)}.`], [CAVEAT]),
    ],
  };
}

const ENDS: { readonly [K in StageRun['outcome']]: string } = {
  done: 'done',
  failed: 'failed',
  left: 'left',
};

/** The deployments behind a number of one stage. */
export function stageDrill(
  { target, period }: Omit<StageReport, 'stages'>,
  which: WhichRuns,
  found: readonly StageRun[],
): View {
  const only = which.only ? `, ${which.only}` : '';
  const title = `${nameOf(which)}${only}: ${target.service} in ${target.environment}`;
  const lines = found.map(
    (run): Line => [
      { code: run.deployment },
      ' ',
      { at: run.at },
      ` · ${endOf(run)} after ${sayDuration(run.at - run.beganAt)}`,
      run.attempts > 1 ? `, ${run.attempts} attempts` : '',
    ],
  );
  const order = which.only === 'slowest' ? 'the longest first' : 'newest first';
  return {
    text: `${title}: ${found.length === 0 ? 'none' : found.map((run) => `${run.deployment} ${endOf(run)} after ${sayDuration(run.at - run.beganAt)}`).join(', ')}.`,
    parts: [
      header(title),
      ...(found.length === 0 ? [text('None.')] : lines.map((line) => text(...line))),
      note(
        [`From ${plainAt(period.from)} to ${plainAt(period.to)}.`],
        [`${found.length} shown, ${order}. Details: /release show <id>`],
      ),
    ],
  };
}

function endOf({
  stage,
  outcome,
}: {
  readonly stage: Stage;
  readonly outcome: StageRun['outcome'];
}): string {
  if (!isWait(stage)) return ENDS[outcome];
  return outcome === 'done' ? 'passed' : 'ended';
}
