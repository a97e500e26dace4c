import type { Deployment } from '../domain/deployment/deployment.ts';
import type { DeploymentEvent } from '../domain/deployment/event.ts';
import { text } from './parts.ts';
import type { Line, Span, View } from './view.ts';
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
  const { said, line } = asks(event, d);
  return { text: `${event.tell.join(', ')}: ${said}`, parts: [text(...people, ...line)] };
}

/** What they are asked or told: as one plain sentence, and as it is shown. */
function asks(
  event: DeploymentEvent,
  d: Deployment,
): { readonly said: string; readonly line: Line } {
  const note = event.note ?? event.type;
  switch (event.type) {
    case 'requested':
      return {
        said: `please approve or reject ${titleOf(d)} (${d.id}), asked for by ${d.requestedBy}`,
        line: [
          'please approve or reject ',
          { bold: titleOf(d) },
          ' (',
          { code: d.id },
          '), asked for by ',
          { person: d.requestedBy },
        ],
      };
    case 'asked':
      return {
        said: `${titleOf(d)} (${d.id}) is held and needs your decision: ${note}`,
        line: [
          { bold: titleOf(d) },
          ' (',
          { code: d.id },
          ') is held and needs your decision: ',
          { foreign: note },
        ],
      };
    default:
      return { said: `${note} (${d.id})`, line: [{ foreign: note }, ' (', { code: d.id }, ')'] };
  }
}
