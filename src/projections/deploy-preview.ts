import { shortDigest } from '../domain/artifact/artifact.ts';
import { authorsOf, barredFrom, slotsOf } from '../domain/deployment/consent.ts';
import type { Draft } from '../domain/deployment/draft.ts';
import { plannedFor } from '../domain/deployment/planned.ts';
import { type GateRuling, sayGate } from '../domain/gates/index.ts';
import { fewest } from '../domain/governance/seats.ts';
import { instant } from '../domain/kernel/time.ts';
import { expectMs, nameStep } from '../domain/plan/step.ts';
import type { Changes } from '../ports/artifacts.ts';
import { type Clash, clashLine } from './booked-twice.ts';
import { plainLine } from './calendar-news.ts';
import { type KnownMode, knownModes } from './known-modes.ts';
import { fields, header, list, note, offer, offers, rejectedPart, text } from './parts.ts';
import { isThin, type PowerKnown, sayPower, sayRemedy } from './power.ts';
import { riskLine } from './risk.ts';
import { type Approver, sayTheirTimes, theirTimes } from './their-time.ts';
import type { Item, Line, Part, View } from './view.ts';
import { about, untilWhen } from './words.ts';

/** What is known of what the new version brings. `silent`: whoever should know did not say in time. */
export type WhatChanges =
  | ({ readonly kind: 'known' } & Changes)
  | { readonly kind: 'unknown' }
  | { readonly kind: 'silent'; readonly provider: string };

/** The lines Start and Edit carry, why it is asked once more, and whether it is only a rehearsal. */
interface Asking {
  readonly start: string;
  readonly edit: string;
  readonly changes: WhatChanges;
  /** What is known to go wrong with changes like these. */
  readonly feared: readonly KnownMode[];
  readonly again: string | null;
  /** Whom a planned start asks; nobody where it starts at once. */
  readonly approvers: readonly Approver[];
  /** Who would be booked twice by its planned start. */
  readonly clash: Clash | null;
  /** What its judges would see (null: it has none), where it is not rehearsed, and what runs other than is said. */
  readonly sight: {
    readonly power: PowerKnown | null;
    readonly rehearsal: string | null;
    readonly replicas: string | null;
  };
  readonly dryRun: boolean;
}

/** What would happen, before anything is stored. Start carries the line and the digest of this plan. */
export function deployPreview(made: Draft, rulings: readonly GateRuling[], asking: Asking): View {
  const { again, dryRun, changes } = asking;
  const name = `${made.service} ${made.artifact.version}`;
  const from = made.previous?.version ?? 'nothing';
  const needed = fewest(slotsOf(made), barredFrom(made));
  const approvals = `${needed} approval${needed === 1 ? '' : 's'} needed`;
  const ending = dryRun ? 'This was a dry run; nothing was started.' : 'Start or cancel.';
  return {
    text: `${again === null ? '' : `${again} `}Ready to deploy ${name} (from ${from}) to ${made.environment}${sayPlanned(made)}. ${approvals}.${sayAsks(made, asking.approvers)}${sayRisk(made)}${sayRejected(made)}${sayChanges(changes)}${sayClash(asking.clash)}${sayThin(asking.sight)} ${ending}`,
    parts: [
      ...(again === null ? [] : [text({ bold: again })]),
      header(`Deploy ${name} to ${made.environment}?`),
      fields([
        ['Version', [`${from} → `, { bold: made.artifact.version }]],
        ['Environment', [made.environment]],
        startsAt(made),
        asks(made, asking.approvers),
        ['Strategy', [`${made.strategy}, about ${about(duration(made))}`]],
        ['Approvals', [needed === 0 ? 'none needed' : approvals]],
        made.risk ? ['Risk', riskLine(made.risk)] : null,
        ['Artifact', [{ code: shortDigest(made.artifact.digest) }]],
        [
          'Returns to',
          [made.previous ? made.previous.version : 'nothing: there is no version before'],
        ],
      ]),
      ...fixesOf(made),
      ...(made.because ? [text('Reason: ', { foreign: made.because })] : []),
      ...(made.rejected ? [rejectedPart(made.rejected)].filter((part) => part !== null) : []),
      ...titles(changes),
      ...clashPart(asking.clash),
      ...knownModes(asking.feared),
      text({ bold: 'Steps:' }, ' ', made.plan.map(nameStep).join(' → ')),
      ...pickedPart(made),
      ...sightParts(asking.sight),
      list('Checks', rulings.map(check)),
      note(...leftOut(changes), ...unread(made), ...writers(made), [
        'Only you can see this. Nothing is stored until you press Start.',
      ]),
      offers(dryRun ? [] : buttons(name, made.environment, asking)),
    ],
  };
}

/** In the reader's own zone, and as it was meant. */
function startsAt(made: Draft): readonly [string, Line] | null {
  const planned = plannedFor(made);
  return planned && ['Starts', [{ at: instant(planned.at) }, ` (${planned.written})`]];
}

/** Whom it asks, and when that is for them. */
function asks(made: Draft, approvers: readonly Approver[]): readonly [string, Line] | null {
  const at = plannedFor(made)?.at;
  if (at === undefined || approvers.length === 0) return null;
  return ['Asks', theirTimes(approvers, instant(at))];
}

function sayAsks(made: Draft, approvers: readonly Approver[]): string {
  const at = plannedFor(made)?.at;
  if (at === undefined || approvers.length === 0) return '';
  return ` It asks ${sayTheirTimes(approvers, instant(at))}.`;
}

function sayPlanned(made: Draft): string {
  const planned = plannedFor(made);
  return planned ? `, planned for ${planned.written}` : '';
}

function clashPart(clash: Clash | null): readonly Part[] {
  return clash ? [text(...clashLine(clash), '.')] : [];
}

function sayClash(clash: Clash | null): string {
  return clash ? ` ${plainLine(clashLine(clash))}.` : '';
}

/** Why it goes out the way it does, where nobody named that. */
function pickedPart({ picked }: Draft): readonly Part[] {
  return picked ? [note([`${picked.why}.`])] : [];
}

function sightParts({ power, rehearsal, replicas }: Asking['sight']): readonly Part[] {
  const thin = power?.kind === 'known' && isThin(power);
  return [
    ...(thin
      ? [
          text(
            { bold: 'Too little traffic for its judges.' },
            ` ${sayPower(power)} ${sayRemedy(power)}`,
          ),
        ]
      : []),
    ...(power && !thin ? [note([sayPower(power)])] : []),
    ...(rehearsal === null ? [] : [note([`${rehearsal}.`])]),
    ...(replicas === null ? [] : [text({ bold: 'Replicas:' }, ` ${replicas}.`)]),
  ];
}

function sayThin({ power }: Asking['sight']): string {
  return power && isThin(power) ? ` Too little traffic for its judges. ${sayPower(power)}` : '';
}

/** Low risk is no news. */
function sayRisk({ risk }: Draft): string {
  return risk && risk.level !== 'low' ? ` Risk: ${risk.level}.` : '';
}

function sayRejected({ rejected }: Draft): string {
  return rejected ? ` Rejected before by ${rejected.by}: ${rejected.why}.` : '';
}

const MOST_TITLES = 5;

function sayChanges(changes: WhatChanges): string {
  if (changes.kind !== 'known') return '';
  return ` ${changes.total} change${changes.total === 1 ? '' : 's'}.`;
}

function titles(changes: WhatChanges): readonly Part[] {
  if (changes.kind !== 'known') return [];
  const shown = changes.titles.slice(0, MOST_TITLES);
  const more = changes.total - shown.length;
  const lines: readonly Line[] = [
    ...shown.map((title): Line => [{ foreign: title }]),
    ...(more > 0 ? [[`and ${more} more`]] : []),
  ];
  return [
    list(
      'What changes',
      lines.map((line): Item => ({ mark: 'plain', line })),
    ),
  ];
}

function unread(made: Draft): readonly Line[] {
  const rules = slotsOf(made).filter((slot) => slot.unread);
  return rules.length === 0
    ? []
    : [['Which files change is not known, so every rule about files applies.']];
}

function writers(made: Draft): readonly Line[] {
  const authors = authorsOf(made);
  return authors.length === 0
    ? []
    : [
        [
          ...authors.flatMap((person): Line => [{ person }, ' ']),
          'wrote it and cannot approve it.',
        ],
      ];
}

function leftOut(changes: WhatChanges): readonly Line[] {
  if (changes.kind !== 'silent') return [];
  return [[`What changes is left out: ${changes.provider} did not say it in time.`]];
}

function buttons(name: string, environment: string, { start, edit }: Asking) {
  return [
    offer('start', 'Start deployment', start, {
      style: 'primary',
      spoken: `Start ${name} to ${environment}`,
    }),
    offer('edit', 'Edit…', edit, { spoken: `Change what is asked for: ${name} to ${environment}` }),
    offer('cancel', 'Cancel', '/release dismiss', { spoken: `Cancel ${name} to ${environment}` }),
  ];
}

function check({ gate, ruling }: GateRuling): Item {
  if (ruling.verdict === 'pass') {
    return { mark: 'done', line: ruling.because ? [{ foreign: ruling.because }] : [sayGate(gate)] };
  }
  const line: Line = [{ foreign: ruling.why }, ...untilWhen(ruling.code, ruling.until)];
  return { mark: ruling.verdict === 'wait' ? 'next' : 'failed', line };
}

function duration(made: Draft): number {
  return made.plan.reduce((sum, step) => sum + expectMs(step), 0);
}

/** The incident it ends; one that is kept elsewhere is only somebody's word. */
function fixesOf({ fixes, fixesUnknown }: Draft): readonly Part[] {
  const known = fixesUnknown ? ' (not known here)' : '';
  return fixes ? [text('Fixes: ', { foreign: fixes }, known)] : [];
}
