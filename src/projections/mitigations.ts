import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { type Mitigation, modeKey } from '../domain/risk/failure-mode.ts';
import { offer } from './parts.ts';
import type { Recognised, Suspected } from './recognised.ts';
import type { Line, Offer } from './view.ts';

interface Offered {
  readonly offers: readonly Offer[];
  /** What is no button: a runbook, and why something is not to be had now. */
  readonly lines: readonly Line[];
}

interface Ground {
  readonly i: Incident;
  readonly one: Recognised;
  readonly suspected: Suspected;
  readonly action: string;
}

/** Each mitigation as what it can be at this moment. Rights are asked about when it is pressed, not here. */
export function mitigationOffers(i: Incident, one: Recognised, suspected: Suspected): Offered {
  const key = modeKey(one.mode.name);
  const made = one.mode.mitigations.map((mitigation, n) =>
    offeredAs(mitigation, { i, one, suspected, action: `mitigate:${key}:${n}` }),
  );
  return { offers: made.flatMap((m) => m.offers), lines: made.flatMap((m) => m.lines) };
}

function offeredAs(mitigation: Mitigation, ground: Ground): Offered {
  const { label, runbook, run } = mitigation;
  if (runbook !== undefined)
    return { offers: [], lines: [['By hand: ', { link: runbook, label }]] };
  if (run !== undefined) return button(writtenLine(label, run, ground));
  switch (mitigation.do) {
    case 'roll-back':
      return rollBack(label, ground);
    case 'pause':
      return pause(label, ground);
    case 'stop':
      return button(stopLine(label, ground));
    case undefined:
      return { offers: [], lines: [] };
  }
}

function button(one: Offer): Offered {
  return { offers: [one], lines: [] };
}

function notNow(label: string, why: string): Offered {
  return { offers: [], lines: [[`${label}: ${why}.`]] };
}

/** What the other cards confirm as well. */
const GRAVE =
  /^\/rollback\b|^\/release\s+(rollback|revert|undo|stop|halt|abort|skip|break-glass)\b/i;

/** A line as it was written down. What goes back or stops a line is confirmed first. */
function writtenLine(label: string, run: string, { one, action }: Ground): Offer {
  const grave = GRAVE.test(run);
  const confirm = {
    title: `${label}?`.slice(0, 100),
    text: `It says ${run}, as written down for ${one.mode.name}.`.slice(0, 300),
    yes: label.slice(0, 30),
  };
  const more = { spoken: `${label}, against ${one.mode.name}` };
  return offer(action, label, run, grave ? { ...more, style: 'danger', confirm } : more);
}

function rollBack(label: string, { i, one, suspected, action }: Ground): Offered {
  const d = suspected;
  if (!d) return notNow(label, 'no deployment is suspected');
  const why = cannotReturn(d);
  if (why !== null) return notNow(label, why);
  const to = d.previous?.version ?? '';
  const confirm = {
    title: `Roll back ${d.service}?`,
    text: `${d.environment} returns from ${d.artifact.version} to ${to} at once.`,
    yes: 'Roll back',
  };
  const spoken = `${label}: ${d.service} in ${d.environment} to ${to}`;
  const line = `/rollback ${d.service} in ${d.environment} --of ${d.id} because ${because(i, one)}`;
  return button(offer(action, label, line, { style: 'danger', spoken, confirm }));
}

function cannotReturn(d: Deployment): string | null {
  if (d.rolledBackBy !== null) return `${d.id} is taken back by ${d.rolledBackBy}`;
  if (d.kind === 'rollback') return `what is suspected, ${d.id}, is a rollback`;
  if (!d.previous) return `there is no version before ${d.id}`;
  return d.exposedAt === null ? `${d.id} has reached nobody yet` : null;
}

function pause(label: string, { i, one, suspected, action }: Ground): Offered {
  const d = suspected;
  if (d?.status !== 'running') return notNow(label, 'nothing that is suspected is running');
  if (d.hold) return notNow(label, `${d.id} is held already`);
  const line = `/release pause ${d.id} because ${because(i, one)}`;
  return button(offer(action, label, line, { spoken: `${label}: ${d.id} of ${d.service}` }));
}

/** The line of the place it looks like, the first one where it looks like several. */
function stopLine(label: string, { i, one, action }: Ground): Offer {
  const place = one.places[0] ?? i;
  const confirm = {
    title: `Stop the line of ${place.service}?`,
    text: `Nothing new starts in ${place.environment}, what runs is held. A second person opens it again.`,
    yes: 'Stop the line',
  };
  const line = `/release stop ${place.service} in ${place.environment} because ${because(i, one)}`;
  const spoken = `${label}: the line of ${place.service} in ${place.environment}`;
  return offer(action, label, line, { style: 'danger', spoken, confirm });
}

/** Naming the incident is what links what is returned to it. */
function because({ id }: Incident, { mode }: Recognised): string {
  return `"${`${id}: ${mode.name}`.replaceAll(/["\\]/g, '\\$&')}"`;
}
