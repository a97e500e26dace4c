import type { Deployment } from '../domain/deployment/deployment.ts';
import { owedFollowUps } from '../domain/deployment/follow-up.ts';
import type { Dora } from '../domain/dora/report.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { StageRun, WaitStage } from '../domain/stages/stage.ts';
import type { StagePeriod } from '../domain/stages/stages-1.ts';
import { failRateOf, type StageSummary } from '../domain/stages/summary.ts';
import { header, list, note, text } from './parts.ts';
import { nameOf } from './stages.ts';
import type { Item, Line, Part, View } from './view.ts';
import { plainAt, titleOf } from './words.ts';

/** A week of one service in one environment. */
export interface PlaceWeek {
  readonly target: Target;
  readonly dora: Dora;
  readonly stages: readonly StageSummary[];
}

/** All that was waited for one cause. */
export interface WaitedFor {
  readonly stage: WaitStage;
  readonly times: number;
  readonly togetherMs: number;
  /** Where most of it was; null: all of it was in one place. */
  readonly most: Target | null;
}

/** The week of an owner's services. */
export interface Digest {
  /** `platform`, or a service; null: one's own. */
  readonly about: string | null;
  readonly period: StagePeriod;
  readonly services: readonly string[];
  readonly places: readonly PlaceWeek[];
  readonly slowest: { readonly target: Target; readonly stage: StageSummary } | null;
  /** The step that failed most; null: none did. */
  readonly worst: { readonly target: Target; readonly stage: StageSummary } | null;
  readonly longest: { readonly target: Target; readonly run: StageRun } | null;
  /** Cause by cause, the longest first. */
  readonly waits: readonly WaitedFor[];
  readonly owing: readonly Deployment[];
  readonly reviews: readonly Deployment[];
}

const MOST = 8;

/** What was deployed and how that went, what was slow and waited, and what is owed; in that order. */
export function digestView(week: Digest): View {
  const title = `Week of ${week.about ?? 'your services'}`;
  const busy = week.places.filter(
    ({ dora }) => dora.summary.deployments + dora.summary.aborted > 0,
  );
  const sentences = [
    deployedIn(busy),
    ...failSentence(week),
    ...slowSentence(week),
    ...waitSentence(week),
    owedSentence(week),
  ];
  return {
    text: `${title}: ${sentences.join(' ')}`,
    parts: [
      header(title),
      text(sentences.join(' ')),
      ...(busy.length > 0 ? [table(busy)] : []),
      ...listed('Waited for', week.waits.map(waitItem)),
      ...listed('Follow-ups owed', week.owing.flatMap(followUps)),
      ...listed('Reviews owed', week.reviews.map(reviewItem)),
      note(
        [`${plainAt(week.period.from)} to ${plainAt(week.period.to)}. Services: ${named(week)}.`],
        ['More of it: /release dora, /release stages, /release reviews'],
      ),
    ],
  };
}

function deployedIn(busy: readonly PlaceWeek[]): string {
  const sum = (of: (week: PlaceWeek) => number) => busy.reduce((n, one) => n + of(one), 0);
  const [all, failed, aborted] = [
    sum(({ dora }) => dora.summary.deployments),
    sum(({ dora }) => dora.summary.failed),
    sum(({ dora }) => dora.summary.aborted),
  ];
  if (busy.length === 0) return 'A quiet week: nothing was deployed.';
  const services = new Set(busy.map(({ target }) => target.service)).size;
  const early = aborted > 0 ? `, ${aborted} taken back before all traffic` : '';
  return `${count(all, 'deployment')} of ${count(services, 'service')}, ${failed} failed${early}.`;
}

function failSentence({ worst }: Digest): readonly string[] {
  if (!worst) return [];
  const { failed, of } = failRateOf(worst.stage);
  return [`Failed most: ${nameOf(worst.stage)} of ${placeOf(worst.target)}, ${failed} of ${of}.`];
}

function waitItem({ stage, times, togetherMs, most }: WaitedFor): Item {
  const where = most === null ? '' : `, most of it ${placeOf(most)}`;
  return plain([
    { bold: stage },
    `: ${sayDuration(togetherMs)} over ${count(times, 'wait')}${where}`,
  ]);
}

function slowSentence({ slowest }: Digest): readonly string[] {
  if (!slowest?.stage.took) return [];
  const { target, stage } = slowest;
  const half = sayDuration(stage.took?.p50Ms ?? 0);
  return [`Slowest step: ${nameOf(stage)} of ${placeOf(target)}, half within ${half}.`];
}

function waitSentence({ longest }: Digest): readonly string[] {
  if (!longest) return [];
  const { target, run } = longest;
  const long = sayDuration(run.at - run.beganAt);
  return [`${run.deployment} of ${placeOf(target)} waited longest: ${long} for ${run.stage}.`];
}

function owedSentence({ owing, reviews }: Digest): string {
  const owed = [
    ...(owing.length > 0 ? [count(owing.flatMap(owedFollowUps).length, 'follow-up')] : []),
    ...(reviews.length > 0 ? [count(reviews.length, 'review')] : []),
  ];
  return owed.length === 0 ? 'Nothing is owed.' : `Owed: ${owed.join(', ')}.`;
}

/** Small numbers of one service each, never summed; a week is too short for an interval. */
function table(busy: readonly PlaceWeek[]): Part {
  const head = ['Where', 'Deployments', 'Failed', 'Rework', 'Lead time', 'Recovery'];
  const rows = busy.map(({ target, dora: { summary, lead, recovery } }) => [
    placeOf(target),
    String(summary.deployments),
    String(summary.failed),
    String(summary.rework),
    lead ? sayDuration(lead.p50Ms) : 'none',
    recovery ? sayDuration(recovery.p50Ms) : 'none',
  ]);
  return { part: 'table', head, rows };
}

function placeOf({ service, environment }: Target): string {
  return `${service} in ${environment}`;
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

function listed(heading: string, items: readonly Item[]): readonly Part[] {
  if (items.length === 0) return [];
  const left = items.length - MOST;
  const more: readonly Item[] = left > 0 ? [plain([`and ${left} more`])] : [];
  return [list(heading, [...items.slice(0, MOST), ...more])];
}

function followUps(d: Deployment): readonly Item[] {
  return owedFollowUps(d).map(({ name, says }) =>
    plain([{ code: d.id }, ` ${titleOf(d)}: ${name}: `, { foreign: says }]),
  );
}

function reviewItem(d: Deployment): Item {
  const due: Line = d.review ? [', due ', { at: d.review.dueAt }] : [];
  return plain([{ code: d.id }, ` ${titleOf(d)}`, ...due]);
}

function plain(line: Line): Item {
  return { mark: 'plain', line };
}

function named({ services }: Digest): string {
  const left = services.length - MOST;
  return services.slice(0, MOST).join(', ') + (left > 0 ? ` and ${left} more` : '');
}

/** In place of a digest that nobody would read any more. */
export function skippedDigest(group: string, at: Instant): View {
  const line = `/release digest ${group}`;
  const said = `The week of ${group} that was due at ${plainAt(at)} was not told: nothing ran here then, and it is more than a day late. The last seven days at any time: ${line}`;
  return {
    text: said,
    parts: [
      text(
        { bold: `The week of ${group}` },
        ' that was due at ',
        { at },
        ' was not told: nothing ran here then, and it is more than a day late. The last seven days at any time: ',
        { code: line },
      ),
    ],
  };
}
