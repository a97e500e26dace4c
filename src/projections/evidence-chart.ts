import { type Deployment, exposure } from '../domain/deployment/deployment.ts';
import type { Judgement, Look } from '../domain/deployment/replay.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { ALARM, ENOUGH, METRICS, type Metric } from '../domain/verdict/sequential-judge.ts';
import type { Chart, Mark, Panel } from '../ports/chart.ts';
import { clauses, text } from './parts.ts';
import type { Part, View } from './view.ts';
import { visible } from './visible.ts';
import { titleOf } from './words.ts';

const NAMES: { readonly [M in Metric]: string } = {
  errors: 'Errors',
  p50: 'Slower than p50',
  p90: 'Slower than p90',
  p99: 'Slower than p99',
};

/** Evidence multiplies, so its axis does: 1, 10, 100, 1000. */
const DECADES = 3;

/** How the evidence grew, look by look; null where too few looks counted to have a course. */
export function evidenceChart(d: Deployment, { looks, step, verdict }: Judgement): Part | null {
  const [first] = looks;
  const last = looks.at(-1);
  if (!first || !last || last.kept.at <= first.kept.at) return null;
  const x = axisOver(looks);
  const worse = courseOf(looks, 'bad', ({ evidence }) => evidence);
  const together: Panel = {
    ...{ title: 'All together', unit: '', x, y: AXIS },
    says: `worse by ${round(last.evidence)} of ${ALARM}`,
    marks: [worse, levelAt(ALARM, 'bad', `${ALARM}: it is worse`)],
  };
  const percent = exposure({ ...d, cursor: step });
  const chart: Chart = {
    title: `Evidence: ${visible(titleOf(d))}`,
    subtitle: `${percent} % of the traffic, ${looks.length} looks: ${WORDS[verdict.verdict]}`,
    panels: [together, ...METRICS.map((metric) => metricPanel(metric, looks, x))],
    key: [
      { sample: 'course', tone: 'bad', says: 'that it is worse' },
      { sample: 'course', tone: 'good', says: 'that it is as good' },
    ],
  };
  const said = chart.panels.map(({ title, says }) => `${title}: ${says}`).join('; ');
  const span = sayDuration(last.kept.at - first.kept.at);
  return { part: 'chart', chart, alt: `Chart of ${chart.title}, over ${span}. ${said}.` };
}

const WORDS = { pass: 'as good', fail: 'worse', 'not enough data': 'undecided' } as const;

function metricPanel(metric: Metric, looks: readonly Look[], x: Panel['x']): Panel {
  const { worse = 0, asGood = 0 } = looks.at(-1)?.metrics[metric] ?? {};
  return {
    ...{ title: NAMES[metric], unit: '', x, y: AXIS },
    says: `as good by ${round(asGood)} of ${ENOUGH}, worse ${round(worse)}`,
    marks: [
      levelAt(ENOUGH, 'good', `${ENOUGH}: it is as good`),
      courseOf(looks, 'bad', (look) => look.metrics[metric].worse),
      courseOf(looks, 'good', (look) => look.metrics[metric].asGood),
    ],
  };
}

const AXIS: Panel['y'] = {
  ...{ to: DECADES, step: 1 },
  labels: Array.from({ length: DECADES + 1 }, (_, n) => String(10 ** n)),
};

/** Below 1 there is no evidence, and beyond the top it does not matter by how much. */
function heightOf(evidence: number): number {
  return Math.min(DECADES, Math.max(0, Math.log10(evidence)));
}

function courseOf(looks: readonly Look[], tone: 'good' | 'bad', of: (look: Look) => number): Mark {
  return {
    ...{ mark: 'course', tone },
    points: looks.map((look) => ({ x: look.kept.at, y: heightOf(of(look)) })),
  };
}

function levelAt(evidence: number, tone: 'good' | 'bad', label: string): Mark {
  return { mark: 'level', tone, at: heightOf(evidence), label };
}

/** From the first look that counted to the last, told in time since the first. */
function axisOver(looks: readonly Look[]): Panel['x'] {
  const from = looks[0]?.kept.at ?? 0;
  const to = looks.at(-1)?.kept.at ?? 0;
  const ticks = [from, to].map((at) => ({ at, label: since(at - from) }));
  return { from, to, ticks };
}

function since(ms: number): string {
  if (ms === 0) return 'first look';
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

function round(evidence: number): string {
  if (evidence >= 1_000) return 'over 1000';
  return evidence >= 10 ? evidence.toFixed(0) : evidence.toFixed(1);
}

/** The same as a message of the deployment's thread, once its verdict has fallen; null where there is nothing to see. */
export function evidenceNote(d: Deployment, judgement: Judgement): View | null {
  const chart = evidenceChart(d, judgement);
  if (chart?.part !== 'chart') return null;
  const said = `${chart.chart.subtitle}. ${judgement.verdict.why}`;
  return { text: `${d.id}: ${said}`, parts: [text(...clauses(said)), chart] };
}
