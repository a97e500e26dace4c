import { othersFor } from '../domain/deployment/break-glass.ts';
import { isApproved, stillAsked, validOf } from '../domain/deployment/consent.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { DeploymentEvent } from '../domain/deployment/event.ts';
import { clauses, text } from './parts.ts';
import type { Line, Span, View } from './view.ts';
import { titleOf } from './words.ts';

/** One line of a deployment's thread, or null where only the card changes. */
export function logLine(event: DeploymentEvent): View | null {
  if (event.note === null) return null;
  return { text: `${event.id}: ${event.note}`, parts: [text(...clauses(event.note))] };
}

/** A message that mentions the people who must act or hear of it; null when nobody must. */
export function pingPeople(event: DeploymentEvent, d: Deployment): View | null {
  if (event.tell.length === 0) return null;
  return call(event.tell, asks(event, d));
}

/**
 * The message that called the approvers, as it reads now: whom it still asks, or that it is decided and
 * by whom, so that nobody goes to answer what needs no answer any more.
 */
export function approvalCall(d: Deployment): View {
  if (d.status === 'cancelled') {
    const { code = 'closed', by = 'fairway', why = '' } = d.outcome ?? {};
    return decided(d, `${code} by `, [by], why);
  }
  const given = validOf(d).map((a) => a.by);
  if (d.status !== 'pending' || isApproved(d)) return decided(d, 'approved by ', given);
  const all = stillAsked(d);
  const told = all.filter((person) => !d.untold?.includes(person));
  return call(told.length > 0 ? told : all, asksForApproval(d));
}

/** The same for the call to break its glass: whom it still asks, or what became of it. */
export function glassCall(d: Deployment): View {
  const asked = d.breakGlass;
  if (!asked) return { text: '', parts: [] };
  const by = asked.approvals.map((a) => a.by);
  if (asked.endedAs === null && asked.grantedAt === null) {
    const left = othersFor(d, asked.askedBy).filter((person) => !by.includes(person));
    return call(left, asksToBreak(d, asked.because));
  }
  const how =
    asked.endedAs === null
      ? `the glass is broken for an emergency: ${asked.because}, let through by `
      : `the glass is whole (${asked.endedAs}); asked for by `;
  const who = asked.endedAs === null ? by : [asked.askedBy];
  const people = who.flatMap((person, i): Span[] => [i === 0 ? '' : ' and ', { person }]);
  return {
    text: `Decided: ${titleOf(d)} (${d.id}), ${how}${who.join(' and ')}`,
    parts: [text('Decided: ', ...naming(d), ', ', { foreign: how }, ...people)],
  };
}

function decided(d: Deployment, how: string, by: readonly string[], why = ''): View {
  const people = by.flatMap((person, i): Span[] => (i === 0 ? [{ person }] : [', ', { person }]));
  const reason: Line = why === '' ? [] : [': ', { foreign: why }];
  const name: Line = ['Decided: ', { bold: titleOf(d) }, ' (', { code: d.id }, ') is '];
  return {
    text: `Decided: ${titleOf(d)} (${d.id}) is ${how}${by.join(', ')}${why === '' ? '' : `: ${why}`}`,
    parts: [text(...name, how, ...people, ...reason)],
  };
}

/** Which one, as it stands in a sentence. */
function naming(d: Deployment): Line {
  return [{ bold: titleOf(d) }, ' (', { code: d.id }, ')'];
}

interface Asks {
  readonly said: string;
  readonly line: Line;
}

function call(whom: readonly string[], { said, line }: Asks): View {
  const people = whom.flatMap((person): Span[] => [{ person }, ' ']);
  return { text: `${whom.join(', ')}: ${said}`, parts: [text(...people, ...line)] };
}

function asksForApproval(d: Deployment): Asks {
  return {
    said: `please approve or reject ${titleOf(d)} (${d.id}), asked for by ${d.requestedBy}`,
    line: ['please approve or reject ', ...naming(d), ', asked for by ', { person: d.requestedBy }],
  };
}

function asksToVote(d: Deployment, note: string): Asks {
  const how = 'please vote on its card';
  return {
    said: `${note}: ${how}, ${titleOf(d)} (${d.id}), asked for by ${d.requestedBy}`,
    line: [
      { foreign: note },
      `: ${how}, `,
      ...naming(d),
      ', asked for by ',
      { person: d.requestedBy },
    ],
  };
}

/** Loud on purpose: everybody in the channel sees that somebody wants to go through what is closed. */
function asksToBreak(d: Deployment, note: string): Asks {
  const asked = d.breakGlass;
  if (!asked) return { said: note, line: [{ foreign: note }] };
  const { askedBy, because, incident, through } = asked;
  const why = incident === null ? because : `${because} (${incident})`;
  const two = 'Two others have to let it through, on its card.';
  return {
    said: `emergency: ${askedBy} asks to break the glass for ${titleOf(d)} (${d.id}): ${why}. What is closed: ${through.join('; ')}. ${two}`,
    line: [
      { bold: 'emergency:' },
      ' ',
      { person: askedBy },
      ' asks to break the glass for ',
      ...naming(d),
      ': ',
      { foreign: why },
      '. What is closed: ',
      { foreign: through.join('; ') },
      `. ${two}`,
    ],
  };
}

/** What they are asked or told: as one plain sentence, and as it is shown. */
function asks(event: DeploymentEvent, d: Deployment): Asks {
  const note = event.note ?? event.type;
  switch (event.type) {
    case 'requested':
      return asksForApproval(d);
    case 'asked':
      return {
        said: `${titleOf(d)} (${d.id}) is held and needs your decision: ${note}`,
        line: [...naming(d), ' is held and needs your decision: ', ...clauses(note)],
      };
    case 'board-called':
      return asksToVote(d, note);
    case 'break-glass-asked':
      return asksToBreak(d, note);
    default:
      return { said: `${note} (${d.id})`, line: [...clauses(note), ' (', { code: d.id }, ')'] };
  }
}
