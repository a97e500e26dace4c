import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Closed } from '../domain/governance/window.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { ParkedMessage } from '../ports/records.ts';
import { listLine } from './deployment-list.ts';
import { header, note, offer, offers, text } from './parts.ts';
import type { Part, View } from './view.ts';

const MOST_ROWS = 8;

export interface Home {
  readonly actor: Actor;
  readonly now: Instant;
  readonly decisions: readonly Deployment[];
  readonly waiting: readonly Deployment[];
  readonly running: readonly Deployment[];
  readonly recent: readonly Deployment[];
  readonly parked: readonly ParkedMessage[];
  readonly blackouts: readonly (Closed & { readonly where: string })[];
}

/** Somebody's own page, the most urgent first; nothing on it is empty without saying what to do. */
export function appHome(home: Home): View {
  const { decisions, running, waiting, recent } = home;
  return {
    text: `${decisions.length} waiting for you, ${running.length} running, ${waiting.length} not started.`,
    parts: [
      header(`Hello ${home.actor.name}`),
      ...unlinked(home.actor),
      ...section('Waiting for you', decisions, 'Nobody waits for you.', deciding),
      ...section('Running now', running, 'Nothing is moving.', () => []),
      ...section('Not started yet', waiting, 'Nothing is waiting.', () => []),
      ...section(
        'Your recent deployments',
        recent,
        'None yet. Type /deploy in a channel.',
        () => [],
      ),
      ...unsent(home),
      ...blackouts(home),
      note(['Updated ', { at: home.now }]),
      offers([offer('home:refresh', 'Refresh', '/release home')]),
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
): readonly Part[] {
  const shown = all.slice(0, MOST_ROWS);
  const rest = all.length - shown.length;
  return [
    header(title),
    ...(all.length === 0 ? [text(empty)] : []),
    ...shown.flatMap((d) => [text(...listLine(d)), ...buttons(d)]),
    ...(rest > 0 ? [note([`and ${rest} more: /release list`])] : []),
  ];
}

function deciding(d: Deployment): readonly Part[] {
  if (d.status === 'running') {
    return [
      offers([
        offer(`resume:${d.id}`, 'Resume', `/release resume ${d.id}`),
        offer(`why:${d.id}`, 'Why?', `/release why ${d.id}`),
      ]),
    ];
  }
  const line = `/release approve ${d.id} --plan ${d.planDigest.slice(0, 12)}`;
  return [
    offers([
      offer(`approve:${d.id}`, 'Approve', line, { style: 'primary', spoken: `Approve ${d.id}` }),
      offer(`show:${d.id}`, 'Details', `/release show ${d.id}`),
    ]),
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

function blackouts({ blackouts: all, now }: Home): readonly Part[] {
  const lines = all.slice(0, MOST_ROWS).map((b) => {
    const word = b.from <= now ? 'in force until ' : 'next from ';
    return text({ bold: b.name }, ` (${b.where}): ${word}`, {
      at: b.from <= now ? b.until : b.from,
    });
  });
  return [header('Blackouts'), ...(lines.length === 0 ? [text('None planned.')] : lines)];
}
