import { type Confidence, hitRate } from '../domain/correlation/confidence.ts';
import { answersOf } from '../domain/correlation/experience.ts';
import type { Named, SuspectDeed, Suspicion } from '../domain/correlation/suspicion.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { whereMade, whoCanTakeBack } from './elsewhere.ts';
import { fields, header, list, note, offer, offers, text } from './parts.ts';
import { reasonsOf } from './suspect-reasons.ts';
import { metWhen, SUSPECT_TITLES, suspectBy, suspectLine, suspectName } from './suspect-words.ts';
import {
  type Item,
  type Line,
  type Offer,
  type Part,
  type Span,
  STATES,
  type View,
} from './view.ts';
import { stateOf } from './words.ts';

/** What is shown beside a suspicion. */
export interface Beside {
  /** The deployment that is suspected most, as it is now; null where it is none. */
  readonly first: Deployment | null;
  /** Incidents whose cause is known, for how often we were right. */
  readonly before: readonly Suspicion[];
}

const CAUTION = 'A correlation is not a proof.';

/** Whom we suspect of an incident, how sure that is and how often it was right, and what can be done. */
export function suspectsView(s: Suspicion, { first, before }: Beside): View {
  const [top, ...others] = s.last.named;
  const outcome = s.deeds.map(outcomeOf);
  if (!top) return nobody(s, outcome);
  const sure = sureness(s, before);
  const what = `${suspectName(top)} ${metWhen(top, s)}`;
  const ends = s.deeds.map(plainOutcome);
  const standsOut = top.likelihood >= s.last.nobody;
  return {
    text: [
      standsOut
        ? `Possible cause for ${s.incident}: ${what}.`
        : `No change stands out for ${s.incident}: the likeliest is ${what}.`,
      `Confidence ${sure}.`,
      ...(ends.length > 0 ? [`${ends.join('; ')}.`] : [`${remedy(top)}.`]),
    ].join(' '),
    parts: [
      header(standsOut ? `Possible cause: ${SUSPECT_TITLES[top.kind]}` : 'No change stands out'),
      text(...suspectLine(top), ...suspectBy(top), ', ', met(top, s)),
      fields([
        ['Confidence', [sure]],
        ['Evidence', [reasonsOf(top).join(', ')]],
        top.elsewhere
          ? ['Who can take it back', takesBack(top.elsewhere)]
          : ['State now', [first ? STATES[stateOf(first)].word : 'not known']],
        [s.isReported ? 'Reported' : 'First alert', [{ at: s.beganAt, as: 'time' }]],
      ]),
      ...(others.length > 0 ? [list('Less likely', others.map(item))] : []),
      ...(outcome.length > 0 ? [list('Since then', outcome)] : []),
      note([how(s), ' ', CAUTION]),
      ...buttons(s, top, first),
    ],
  };
}

/** One line for the thread of a deployment that is suspected. */
export function suspectedNote(s: Suspicion, one: Named): View {
  const sentence = `${one.version} is suspected of ${s.incident}: ${metWhen(one, s)}. Confidence ${percent(one)}. ${CAUTION}`;
  return {
    text: sentence,
    parts: [text(sentence), offers([offer('suspects', 'Why?', `/release suspects ${s.incident}`)])],
  };
}

/** In its source's words, which are not ours, where it was made elsewhere. */
function met(one: Named, s: Suspicion): Span {
  const said = metWhen(one, s);
  return one.elsewhere ? { foreign: said } : said;
}

/** What can be done about it: what is not ours is not ours to take back. */
function remedy({ elsewhere }: Named): string {
  if (!elsewhere) return 'Roll back or dismiss';
  return `Fairway cannot take it back: ${whoCanTakeBack(elsewhere.owner, elsewhere.source)}`;
}

function takesBack({ owner, source, link }: NonNullable<Named['elsewhere']>): Line {
  const where = whereMade(link);
  return [whoCanTakeBack(owner, source), ...(where.length > 0 ? [' · ', ...where] : [])];
}

function percent({ likelihood }: Named): string {
  return `${Math.round(likelihood * 100)} %`;
}

/** `high, 72 %; right 8 of 10 times so far`. */
function sureness({ last }: Suspicion, before: readonly Suspicion[]): string {
  const [top] = last.named;
  if (!top || last.confidence === null) return 'none';
  return `${last.confidence}, ${percent(top)}; ${rightSoFar(before, last.confidence)}`;
}

function rightSoFar(before: readonly Suspicion[], confidence: Confidence): string {
  const { of, first } = hitRate(answersOf(before), confidence);
  return of === 0
    ? 'not said of any cause that is known yet'
    : `right ${first} of ${of} times so far`;
}

function item(one: Named): Item {
  const line: Line = [
    ...suspectLine(one),
    ...(one.elsewhere ? [' ', { foreign: one.elsewhere.says }] : []),
    ` (${one.subject})`,
    ...suspectBy(one),
    `, ${percent(one)}: ${reasonsOf(one).join(', ')}`,
  ];
  return { mark: 'plain', line };
}

function outcomeOf({ what, by, subject, because, id, at }: SuspectDeed): Item {
  const done: Readonly<Record<SuspectDeed['what'], Line>> = {
    'rolled-back': [`${subject} is taken back by `, { person: by }, ` (${id ?? ''}), `],
    'changed-again': [`${subject} was changed there again (${id ?? ''}), `],
    paused: [`${subject} is paused by `, { person: by }, ', '],
    'not-cause': [
      { person: by },
      ` says it was not ${subject}`,
      ...(because === null ? [] : [': ', { foreign: because }]),
      ', ',
    ],
  };
  return { mark: 'done', line: [...done[what], { at, as: 'time' }] };
}

function plainOutcome({ what, by, subject, id }: SuspectDeed): string {
  if (what === 'rolled-back') return `${subject} is taken back by ${by} (${id ?? ''})`;
  if (what === 'changed-again') return `${subject} was changed there again (${id ?? ''})`;
  if (what === 'paused') return `${subject} is paused by ${by}`;
  return `${by} says it was not ${subject}`;
}

/** How it was matched. */
function how({ last }: Suspicion): string {
  const all = last.named.length + last.others;
  return `Of ${all} change${all === 1 ? '' : 's'} before it, by time, dependencies, share of the traffic, the judge and the record; none of them: ${Math.round(last.nobody * 100)} %.`;
}

function nobody(s: Suspicion, outcome: readonly Item[]): View {
  const sentence = `No change is suspected of ${s.incident}: nothing that was deployed, put there, configured or told of before it fits.`;
  return {
    text: `${sentence} See what moved: /release changed 3h`,
    parts: [
      header('No change is suspected'),
      text(sentence),
      ...(outcome.length > 0 ? [list('Since then', outcome)] : []),
      offers([offer('changed', 'What moved?', '/release changed 3h')]),
    ],
  };
}

function buttons(s: Suspicion, top: Named, d: Deployment | null): readonly Part[] {
  const clear = offer(
    `not-cause:${top.subject}`,
    'Not related',
    `/release not-cause ${s.incident} ${top.subject}`,
    { spoken: `${suspectName(top)} is not related to ${s.incident}` },
  );
  const more = offer('suspects', 'All suspects', `/release suspects ${s.incident}`);
  // What does not stand out is not offered to be taken back in one press.
  if (!d || top.likelihood < s.last.nobody) return [offers([clear], [more])];
  return [offers([...back(d, s), ...hold(d, s), clear, ...compare(d)], [more])];
}

/** Pressed for the incident, and so belongs to it. */
function back(d: Deployment, { incident }: Suspicion): readonly Offer[] {
  if (!d.previous || d.rolledBackBy !== null || d.exposedAt === null || d.kind === 'rollback') {
    return [];
  }
  const to = d.previous.version;
  const confirm = {
    title: `Roll back ${d.service}?`,
    text: `${d.environment} returns from ${d.artifact.version} to ${to} at once.`,
    yes: 'Roll back',
  };
  const spoken = `Roll back ${d.service} in ${d.environment} to ${to}`;
  const line = `/rollback ${d.service} in ${d.environment} --of ${d.id} because ${incident}`;
  return [offer('rollback', 'Roll back…', line, { style: 'danger', spoken, confirm })];
}

function hold(d: Deployment, { incident }: Suspicion): readonly Offer[] {
  if (d.status !== 'running' || d.hold) return [];
  const line = `/release pause ${d.id} because ${incident}`;
  return [offer('pause', 'Pause', line, { spoken: `Pause ${d.id}` })];
}

function compare(d: Deployment): readonly Offer[] {
  if (!d.previous) return [];
  const line = `/release diff ${d.service} ${d.previous.version}..${d.artifact.version}`;
  return [offer('diff', 'Compare', line, { spoken: `Compare with ${d.previous.version}` })];
}
