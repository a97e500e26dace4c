import type { Breaker } from '../domain/breaker/decide.ts';
import { isApproved } from '../domain/deployment/consent.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { ActionItem } from '../domain/governance/action-item.ts';
import type { Schedule } from '../domain/governance/schedule.ts';
import type { Closed } from '../domain/governance/window.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { ParkedMessage } from '../ports/records.ts';
import { actionItem } from './action-item.ts';
import { stoppedLines } from './breaker.ts';
import { cardOffers } from './card-offers.ts';
import { listLine } from './deployment-list.ts';
import { type DoraReport, doraLine } from './dora.ts';
import { followUpSection, type Owed } from './follow-up.ts';
import { header, list, note, offer, offers, text } from './parts.ts';
import { scheduleLine } from './schedule-list.ts';
import type { Line, Part, View } from './view.ts';

const MOST_ROWS = 8;

export interface Home {
  readonly actor: Actor;
  readonly now: Instant;
  readonly decisions: readonly Deployment[];
  readonly waiting: readonly Deployment[];
  /** Over, and this person is asked for the review of a broken glass. */
  readonly reviews: readonly Deployment[];
  /** What they are to change after a retrospective, open. */
  readonly actions: readonly ActionItem[];
  /** What they are to follow up of what validations let through. */
  readonly followUps: readonly Owed[];
  readonly running: readonly Deployment[];
  readonly recent: readonly Deployment[];
  readonly schedules: readonly Schedule[];
  readonly parked: readonly ParkedMessage[];
  readonly stopped: readonly Breaker[];
  readonly blackouts: readonly (Closed & { readonly where: string })[];
  /** Calendars of others that could not be read, or open something soon. */
  readonly calendars: readonly Line[];
  /** DORA's five numbers of each service of theirs, over `doraDays`. */
  readonly dora: readonly DoraReport[];
  readonly doraDays: number;
}

/** Somebody's own page, the most urgent first; nothing on it is empty without saying what to do. */
export function appHome(home: Home): View {
  const { decisions, reviews, running, waiting, recent } = home;
  return {
    text: `${decisions.length + reviews.length} waiting for you, ${running.length} running, ${waiting.length} not started.`,
    parts: [
      header(`Hello ${home.actor.name}`),
      ...unlinked(home.actor),
      ...stoppedLines(home.stopped),
      ...section('Waiting for you', decisions, 'Nobody waits for you.', buttons),
      ...(reviews.length === 0 ? [] : section('Reviews you owe', reviews, '', buttons)),
      ...followUpSection(home.followUps),
      ...actions(home),
      ...section(
        'Running now',
        running,
        'Nothing is moving.',
        home.actor.id === null ? () => [] : buttons,
      ),
      ...section('Not started yet', waiting, 'Nothing is waiting.', (d) =>
        isApproved(d) ? buttons(d) : [],
      ),
      ...section(
        'Your recent deployments',
        recent,
        'None yet. Type /deploy in a channel.',
        () => [],
        true,
      ),
      ...unsent(home),
      ...schedules(home),
      ...blackouts(home),
      ...delivered(home),
      note(['Updated ', { at: home.now }]),
      offers([
        offer('home:refresh', 'Refresh', '/release home'),
        ...(home.actor.id === null
          ? []
          : [offer('home:dashboard', 'Open the dashboard', '/release dashboard')]),
      ]),
    ],
  };
}

function unlinked(actor: Actor): readonly Part[] {
  if (actor.id !== null) return [];
  return [
    text(
      'Your account is not linked to a person in fairway.yaml, so you can look but not decide. Ask an administrator to add ',
      { code: actor.account },
      '.',
    ),
  ];
}

function section(
  title: string,
  all: readonly Deployment[],
  empty: string,
  buttons: (d: Deployment) => readonly Part[],
  own = false,
): readonly Part[] {
  const shown = all.slice(0, MOST_ROWS);
  const rest = all.length - shown.length;
  return [
    header(title),
    ...(all.length === 0 ? [text(empty)] : []),
    ...shown.flatMap((d) => [text(...listLine(d, own)), ...buttons(d)]),
    ...(rest > 0 ? [note([`and ${rest} more: /release list`])] : []),
  ];
}

/** What the card offers first, with ids of their own, since many stand on one page. */
function buttons(d: Deployment): readonly Part[] {
  const own = cardOffers(d).main.map((one) => ({ ...one, action: `${one.action}:${d.id}` }));
  return [offers([...own, offer(`show:${d.id}`, 'Details', `/release show ${d.id}`)])];
}

/** What retrospectives left to this person; nothing is said where there is none. */
function actions({ actions: all, now }: Home): readonly Part[] {
  if (all.length === 0) return [];
  const rest = all.length - MOST_ROWS;
  return [
    header('Action items of yours'),
    list(
      null,
      all.slice(0, MOST_ROWS).map((one) => actionItem(one, now)),
    ),
    ...(rest > 0 ? [note([`and ${rest} more: /release actions mine`])] : []),
  ];
}

/** Messages that would be doubled if they were sent again blindly: people must know of them. */
function unsent({ parked }: Home): readonly Part[] {
  if (parked.length === 0) return [];
  const lines = parked
    .slice(0, MOST_ROWS)
    .map((m) => text({ foreign: m.text }, ' · ', { foreign: m.why }));
  return [header('Messages that could not be sent'), ...lines];
}

/** What asks by itself; nothing is said where there is none. */
function schedules({ schedules: all }: Home): readonly Part[] {
  if (all.length === 0) return [];
  const rest = all.length - MOST_ROWS;
  return [
    header('Schedules'),
    ...all.slice(0, MOST_ROWS).map((s) => text(...scheduleLine(s))),
    ...(rest > 0 ? [note([`and ${rest} more: /release schedules`])] : []),
  ];
}

function blackouts({ blackouts: all, calendars, now }: Home): readonly Part[] {
  const lines = all.slice(0, MOST_ROWS).map((b) => {
    const word = b.from <= now ? 'in force until ' : 'next from ';
    return text({ bold: b.name }, ` (${b.where}): ${word}`, {
      at: b.from <= now ? b.until : b.from,
    });
  });
  return [
    header('Blackouts'),
    ...(lines.length === 0 ? [text('None planned.')] : lines),
    ...(calendars.length === 0 ? [] : [note(...calendars)]),
  ];
}

/** Small: numbers to know of, not to decide by. Nothing for whoever owns no service. */
function delivered({ dora, doraDays }: Home): readonly Part[] {
  if (dora.length === 0) return [];
  return [
    header(`DORA, last ${doraDays} days`),
    ...dora.map((report) => text(...doraLine(report))),
    note(['With intervals and a chart: ', { code: '/release dora <service>' }]),
  ];
}
