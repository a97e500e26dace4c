import type { Deployment } from '../domain/deployment/deployment.ts';
import type { DeploymentEvent } from '../domain/deployment/event.ts';
import { text } from './parts.ts';
import type { Span, View } from './view.ts';
import { titleOf } from './words.ts';

/** One line of a deployment's thread, or null where only the card changes. */
export function logLine(event: DeploymentEvent): View | null {
  if (event.note === null) return null;
  return { text: `${event.id}: ${event.note}`, parts: [text({ foreign: event.note })] };
}

/** A message that mentions the people who must act or hear of it; null when nobody must. */
export function pingPeople(event: DeploymentEvent, d: Deployment): View | null {
  if (event.tell.length === 0) return null;
  const people = event.tell.flatMap((person): Span[] => [{ person }, ' ']);
  const what = asks(event, d);
  return { text: `${event.tell.join(', ')}: ${what}`, parts: [text(...people, { foreign: what })] };
}

function asks(event: DeploymentEvent, d: Deployment): string {
  switch (event.type) {
    case 'requested':
      return `please approve or reject ${titleOf(d)} (${d.id}), asked for by ${d.requestedBy}`;
    case 'asked':
      return `${titleOf(d)} (${d.id}) is held and needs your decision: ${event.note ?? ''}`;
    default:
      return `${titleOf(d)} (${d.id}): ${event.note ?? event.type}`;
  }
}
