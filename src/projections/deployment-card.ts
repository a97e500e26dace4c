import { aheadOf, consentTo } from '../domain/deployment/consent.ts';
import { type Deployment, exposure, isOver } from '../domain/deployment/deployment.ts';
import { findingOf } from '../domain/deployment/finding.ts';
import { owedFollowUps } from '../domain/deployment/follow-up.ts';
import type { Finding } from '../domain/deployment/found.ts';
import { namedBy } from '../domain/governance/approval.ts';
import { whyAsked } from '../domain/governance/dependants.ts';
import type { Holder } from '../domain/governance/hand-off-holder.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { nameStep } from '../domain/plan/step.ts';
import { boardPart } from './board.ts';
import { facts, footer } from './card-facts.ts';
import { cardOffers } from './card-offers.ts';
import { cardText, parted, took } from './card-text.ts';
import { forecast } from './forecast.ts';
import { glassPart } from './glass.ts';
import { holderPart, plainHolder } from './hand-off-holder.ts';
import { approver, handedOn } from './handed-on.ts';
import { evidencePart, healthTable } from './health.ts';
import { lostContactPart, type Silence, sayLost } from './lost-contact.ts';
import { clauses, header, list, note, offers, rejectedPart, state, text } from './parts.ts';
import type { Item, Line, Part, Span, View } from './view.ts';
import { about, plainAnyOf, sayWait, stateOf, untilWhen, WITHDRAW, whereItIs } from './words.ts';

const MOST_SAID = 140;

/** The one live message of a deployment, in whatever state it is and whoever is silent. */
export function deploymentCard(
  d: Deployment,
  now: Instant,
  silence: Silence | null = null,
  holder: Holder | null = null,
): View {
  const { main, more } = cardOffers(d);
  const parts: (Part | null)[] = [
    header(headline(d)),
    silence
      ? state('degraded', ...sentence(d, now), ': ', ...sayLost(silence, now))
      : state(stateOf(d), ...sentence(d, now)),
    silence ? lostContactPart(d, silence, now) : null,
    d.because && d.kind === 'deploy'
      ? text({ person: d.requestedBy }, ': ', { foreign: d.because })
      : null,
    d.status === 'pending' ? rejectedPart(d.rejected) : null,
    facts(d),
    boardPart(d),
    d.minutesKey === undefined
      ? null
      : note(['Minutes of the board signed by key ', { code: d.minutesKey }]),
    isOver(d) ? null : glassPart(d),
    progress(d),
    d.status === 'running' ? bar(d) : null,
    ...health(d),
    followUps(d),
    holderPart(holder, d.requestedAt),
    // Nobody can say when it is done while somebody is silent; what comes next stands above.
    note(...(silence ? [] : [forecast(d, now)]), ...footer(d)),
    main.length > 0 ? offers(main, more) : offers(more),
  ];
  return {
    text: `${cardText(d, now, silence)}${plainHolder(holder)}`,
    parts: parts.filter((part) => part !== null),
  };
}

function headline(d: Deployment): string {
  if (d.kind === 'deploy') return `${d.service} ${d.artifact.version} to ${d.environment}`;
  const verb = d.status === 'succeeded' ? 'Rolled back' : 'Rolling back';
  return `${verb} ${d.service} in ${d.environment}`;
}

function sentence(d: Deployment, now: Instant): Line {
  if (d.hold)
    return [`at ${exposure(d)} %: `, ...clauses(d.hold.why), ', held by ', { person: d.hold.by }];
  switch (d.status) {
    case 'pending':
      return d.waiting.length === 0
        ? ['starts now']
        : d.waiting.flatMap((w, i): Span[] => [i === 0 ? '' : '; ', ...waitsFor(w, now)]);
    case 'running':
      return [
        whereItIs(d),
        d.waiting.length > 0 ? `, waiting: ${d.waiting.map(sayWait).join('; ')}` : '',
      ];
    case 'succeeded':
      return [succeeded(d, now), ...(parted(d) === '' ? [] : [{ foreign: parted(d) }])];
    case 'failed':
    case 'cancelled':
      return d.outcome?.code === 'rejected'
        ? ['rejected by ', { person: d.outcome.by }, ': ', { foreign: d.outcome.why }]
        : clauses(d.outcome?.why ?? d.status);
  }
}

function succeeded(d: Deployment, now: Instant): string {
  const time = sayDuration(took(d, now));
  return d.kind === 'rollback'
    ? `took ${time}; ${d.artifact.version} serves everybody again`
    : `verified at 100 % after ${time}`;
}

function waitsFor(w: Deployment['waiting'][number], now: Instant): Line {
  return w.code === WITHDRAW && w.until !== null
    ? [`approved; starts in ${about(w.until - now)} unless somebody withdraws`]
    : [
        { foreign: w.why },
        ...untilWhen(w.code, w.until),
        ...(w.left === undefined ? [] : [`, ${w.left}`]),
      ];
}

/** What people look for first: whose yes is missing, or which step it is at; nothing once all is well. */
function progress(d: Deployment): Part | null {
  switch (d.status) {
    case 'pending':
      return approvals(d);
    case 'succeeded':
      return null;
    default:
      return d.startedAt === null ? null : steps(d);
  }
}

function approvals(d: Deployment): Part | null {
  const slots = consentTo(d);
  if (slots.length === 0) return null;
  const items = slots.map(({ slot, given, missing }): Item => {
    const groups = plainAnyOf(namedBy(slot));
    const line: Line =
      missing > 0
        ? [
            { bold: groups },
            `${whyAsked(slot, d.service)}: waiting, ${slot.quorum - missing} of ${slot.quorum}`,
            ...ahead(d, slot.rule),
            ...handedOn(d, slot.rule),
          ]
        : [
            { bold: groups },
            ': approved by ',
            ...given.flatMap((a, i): Span[] => [
              i === 0 ? '' : ', ',
              ...approver(a),
              ' ',
              { at: a.at },
            ]),
          ];
    return { mark: missing > 0 ? 'next' : 'done', line };
  });
  return list('Approvals', items);
}

/** Who has said yes to it for when all is green. */
function ahead(d: Deployment, rule: string): Line {
  return aheadOf(d)
    .filter((a) => a.rules?.some((one) => one.rule === rule))
    .flatMap((a): Span[] => [', ', { person: a.by }, ' when green']);
}

function steps(d: Deployment): Part {
  const items = d.plan.map((step, i): Item => {
    const name = nameStep(step);
    const said = findingLine(findingOf(d, i));
    if (i < d.cursor) return { mark: 'done', line: [name, ...said] };
    if (i > d.cursor || isOver(d))
      return { mark: isOver(d) && i === d.cursor ? 'failed' : 'next', line: [name, ...said] };
    return { mark: 'now', line: [{ bold: name }, ...said, ...awaited(d)] };
  });
  return list('Steps', items);
}

/** What its step waits for. Nobody looks at what is held, so what was said last may be true no longer. */
function awaited({ hold, progress: { says } }: Deployment): Line {
  return hold || says === undefined ? [] : [': ', { foreign: says }];
}

/** What a look from outside found, in few words: the thread has the rest. */
function findingLine(finding: Finding | null): Line {
  return finding ? [': ', { foreign: short(finding.says) }] : [];
}

function short(text: string): string {
  return text.length > MOST_SAID ? `${text.slice(0, MOST_SAID)}…` : text;
}

/** What was let through and somebody still has to do. */
function followUps(d: Deployment): Part | null {
  const owed = owedFollowUps(d);
  if (owed.length === 0) return null;
  const items = owed.map(
    ({ name, owner = '', says }): Item => ({
      mark: 'next',
      line: [{ bold: name }, ` (${owner}): `, { foreign: short(says) }],
    }),
  );
  return list('Follow-ups', items);
}

function bar(d: Deployment): Part {
  return { part: 'bar', percent: exposure(d), label: `of the traffic on ${d.artifact.version}` };
}

function health(d: Deployment): readonly (Part | null)[] {
  const { verdict } = d.progress;
  if (!verdict || d.kind === 'rollback') return [];
  return [evidencePart(d, verdict), healthTable(d, verdict)];
}
