import type { Drill, Drilled, Period } from '../domain/dora/delivery.ts';
import type { Dora, Ratio } from '../domain/dora/report.ts';
import type { Lengths } from '../domain/dora/summary.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Target } from '../domain/kernel/target.ts';
import { doraChart } from './dora-chart.ts';
import { between, figure, percent } from './figures.ts';
import { header, list, note, offer, offers, text } from './parts.ts';
import type { Item, Line, Part, View } from './view.ts';
import { plainAt } from './words.ts';

/** DORA's metrics of one place, and the incidents that are in none of the numbers. */
export interface DoraReport {
  readonly target: Target;
  readonly dora: Dora;
  /** Those of the period that no deployment was linked to. */
  readonly unlinked: readonly string[];
  /** Those whose cause is known and was remedied by nothing that is recorded, with the cause: `INC-7 (D-12)`. */
  readonly unremedied: readonly string[];
  /** The same of each part of the period, for its course. */
  readonly parts?: readonly Dora[];
  /** Set where there are too many deployments for a chart: the most that are drawn. */
  readonly undrawnAbove?: number;
}

const NONE = 'none';
const MOST_NAMED = 10;

/** The five metrics of one service, each with its interval and what it was counted from. */
export function doraView(report: DoraReport): View {
  const { target, dora } = report;
  const title = titleOf(report);
  const rows = rowsOf(dora);
  const course = doraChart(`${target.service} in ${target.environment}`, dora, report.parts ?? []);
  const spoken = rows.map(([name, value, between]) => `${name} ${value} (${between})`).join('; ');
  return {
    text: `${title}: ${spoken}.`,
    parts: [
      header(title),
      { part: 'table', head: ['Metric', 'Value', '95 % between', 'Counted from'], rows },
      ...apart(report),
      ...(course ? [course] : []),
      ...undrawn(report),
      note([asked(dora.period)], [CAVEAT]),
      offers(DRILLS_OFFERED.map(([drill, label]) => drillOffer(report, drill, label, target))),
    ],
  };
}

const CAVEAT =
  'Definitions dora-1 (docs/dora.md). Of one application: do not blend teams, do not make it a target.';
const DRILLS_OFFERED: readonly (readonly [Drill, string])[] = [
  ['lead', 'Slowest commits'],
  ['failed', 'Which failed'],
  ['rework', 'Which were rework'],
  ['aborted', 'Which were aborted'],
  ['deployments', 'All of them'],
];

function rowsOf({ summary, perWeek, lead, recovery, failRate, reworkRate }: Dora) {
  const { deployments, open } = summary;
  const still = open > 0 ? `, ${open} not recovered` : '';
  return [
    ['Lead time', typical(lead), spread(lead), lead ? `${lead.n} commits` : 'no commit times'],
    [
      'Deployment frequency',
      `${figure(perWeek.rate)} a week`,
      between(perWeek.interval, figure),
      `${deployments} ${deployments === 1 ? 'deployment' : 'deployments'}`,
    ],
    ['Recovery time', typical(recovery), spread(recovery), `${recovery?.n ?? 0} recovered${still}`],
    ['Change fail rate', share(failRate), shares(failRate), counted(failRate, 'failed')],
    ['Rework rate', share(reworkRate), shares(reworkRate), counted(reworkRate, 'rework')],
  ];
}

/** What is no part of the five numbers, and would be missed if it were not said. */
function apart({ dora: { summary }, unlinked, unremedied }: DoraReport): readonly Part[] {
  const { aborted, withoutTimes, skewed, unlinkedFixes, fromDetection } = summary;
  const lines: (Line | null)[] = [
    aborted > 0 ? [`${aborted} aborted before full traffic: counted in none of the above`] : null,
    fromDetection
      ? [`Recovery from when it was noticed: ${typical(fromDetection)} (${spread(fromDetection)})`]
      : null,
    withoutTimes > 0
      ? [`${withoutTimes} without commit times: not in the lead time, and not guessed`]
      : null,
    skewed > 0
      ? [`${skewed} commits younger than their deployment: a clock is wrong, left out`]
      : null,
    unlinkedFixes > 0
      ? [`${unlinkedFixes} fixes of incidents that no deployment is linked to`]
      : null,
    unlinked.length > 0 ? [`Incidents that no deployment is linked to: ${some(unlinked)}`] : null,
    unremedied.length > 0
      ? [
          `Incidents whose cause nothing recorded put right, so it does not count as failed: ${some(unremedied)}`,
        ]
      : null,
  ];
  const items = lines.flatMap((line): Item[] => (line ? [{ mark: 'plain', line }] : []));
  return items.length === 0 ? [] : [list('Beside them', items)];
}

/** A picture that is missing without a word would look like a fault. */
function undrawn({ undrawnAbove: most }: DoraReport): readonly Part[] {
  if (most === undefined) return [];
  return [note([`No chart: more than ${most} deployments. Ask for a shorter period.`])];
}

function some(ids: readonly string[]): string {
  const rest = ids.length - MOST_NAMED;
  return ids.slice(0, MOST_NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** The five numbers of one place in one line, for a page that shows other things as well. */
export function doraLine({ target, dora }: DoraReport): Line {
  const { lead, recovery, perWeek, failRate, reworkRate } = dora;
  const median = (lengths: Lengths | null) => (lengths ? sayDuration(lengths.p50Ms) : NONE);
  return [
    { bold: `${target.service} in ${target.environment}` },
    `: lead time ${median(lead)} · ${figure(perWeek.rate)} a week · recovery ${median(recovery)}`,
    ` · change fail rate ${share(failRate)} · rework ${share(reworkRate)}`,
  ];
}

/** Each service on its own line, never summed. */
export function doraOverview(reports: readonly DoraReport[], period: Period, left: number): View {
  const title = 'DORA, service by service';
  const rows = reports.map(({ target, dora }) => [
    `${target.service} in ${target.environment}`,
    ...rowsOf(dora).map(([, value = NONE]) => value),
  ]);
  const spoken = rows.map(([name, ...values]) => `${name}: ${values.join(', ')}`).join('; ');
  const head = ['Service', 'Lead time', 'Frequency', 'Recovery', 'Fail rate', 'Rework'];
  return {
    text: rows.length === 0 ? `${title}: there is none.` : `${title}: ${spoken}.`,
    parts: [
      header(title),
      { part: 'table', head, rows },
      ...(left > 0 ? [text(`and ${left} more: name one, /release dora <service>`)] : []),
      note([asked(period)], [CAVEAT]),
    ],
  };
}

const DRILL_TITLES: { readonly [K in Drill]: string } = {
  deployments: 'Deployments',
  lead: 'Longest lead times',
  failed: 'Failed',
  rework: 'Rework',
  aborted: 'Aborted before full traffic',
  untimed: 'Without commit times',
};

/** The deployments behind a number, so many of those that were found. */
export function doraDrill(
  report: DoraReport,
  drill: Drill,
  found: readonly Drilled[],
  most: number,
): View {
  const { target, dora } = report;
  const title = `${DRILL_TITLES[drill]}: ${target.service} in ${target.environment}`;
  const shown = found.slice(0, most);
  const order = `${drill === 'lead' ? 'slowest' : 'newest'} first`;
  const there = found.length > most ? ', and there are more: ask for a shorter period' : '';
  const lines = shown.map((d): Line => [{ code: d.id }, ' ', { at: d.at }, ...why(d)]);
  return {
    text: `${title}: ${shown.length === 0 ? 'none' : shown.map((d) => d.id).join(', ')}.`,
    parts: [
      header(title),
      ...(shown.length === 0 ? [text('None.')] : lines.map((line) => text(...line))),
      note(
        [asked(dora.period)],
        [`${shown.length} shown, ${order}${there}. Details: /release show <id>`],
      ),
    ],
  };
}

function why({ rollbackOf, fixes, recoveredInMs, leadMs }: Drilled): Line {
  return [
    leadMs === undefined ? '' : ` · ${sayDuration(leadMs)} from its oldest commit`,
    rollbackOf === null ? '' : ` · rolled back ${rollbackOf}`,
    ...(fixes === null ? [] : [' · fixes ', { foreign: fixes }]),
    recoveredInMs === null ? '' : ` · recovered in ${sayDuration(recoveredInMs)}`,
  ];
}

function drillOffer(report: DoraReport, drill: Drill, label: string, target: Target) {
  const { from, to, asOf } = report.dora.period;
  const days = `${Math.round((to - from) / 60_000)}m`;
  const line = `/release dora ${target.service} ${days} in ${target.environment} until ${iso(to)} show ${drill} --as-of ${iso(asOf)}`;
  return offer(`dora:${drill}`, label, line, { spoken: `${label}, ${target.service}` });
}

function titleOf({ target }: DoraReport): string {
  return `DORA: ${target.service} in ${target.environment}`;
}

function asked({ from, to, asOf }: Period): string {
  return `From ${plainAt(from)} to ${plainAt(to)}, as known at ${plainAt(asOf)}.`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function typical(lengths: Lengths | null): string {
  if (!lengths) return NONE;
  return `${sayDuration(lengths.p50Ms)} (90 %: ${sayDuration(lengths.p90Ms)})`;
}

function spread(lengths: Lengths | null): string {
  if (!lengths) return '–';
  return lengths.interval ? between(lengths.interval, sayDuration) : 'too few to say';
}

function share({ share: part }: Ratio): string {
  return part === null ? NONE : percent(part);
}

function shares({ interval }: Ratio): string {
  return interval ? between(interval, percent) : '–';
}

function counted({ hits, of }: Ratio, word: string): string {
  return `${hits} ${word} of ${of}`;
}
