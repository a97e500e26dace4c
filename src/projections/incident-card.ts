import { firing, type Incident, type IncidentEvent } from '../domain/incident/incident.ts';
import { fields, header, list, note, offer, offers, state, text } from './parts.ts';
import type { Item, Line, Part, View } from './view.ts';
import { anyOf, plainAnyOf, plainAt } from './words.ts';

const SHOWN_ALERTS = 5;
const TITLE = 'Incidents';

/** One live card for each incident: how bad, what it touches, who is in command, which alerts are on. */
export function incidentCard(i: Incident): View {
  const shown = firing(i).slice(-SHOWN_ALERTS);
  const more = firing(i).length - shown.length;
  return {
    text: `${i.id}, ${plainState(i)}, ${sayBad(i)}: ${i.title}. It touches ${placesOf(i)}. ${plainCommand(i)}`,
    parts: [
      header(`Incident ${i.id}`),
      statePart(i),
      fields([
        ['Touches', [placesOf(i)]],
        ['Severity', [sayBad(i)]],
        ['In command', i.commander === null ? ['nobody yet'] : [{ person: i.commander }]],
        ['Since', [{ at: i.openedAt }]],
        i.links.length > 0 ? ['Deployments', [linksOf(i)]] : null,
      ]),
      ...(shown.length > 0 ? [list('Alerts that are on', shown.map(alertItem))] : []),
      ...(more > 0 ? [note([`and ${more} more`])] : []),
      ...(i.unread ? [note([unread(i.unread)])] : []),
      ...buttons(i),
    ],
  };
}

function unread(n: number): string {
  return `A source told of ${n} more at once than are read of one delivery: look there as well`;
}

/** What its thread says of an event; where people must hear of it, mentioning them. */
export function incidentWord({ note: said, tell }: IncidentEvent): View | null {
  if (said === null) return null;
  if (tell.length === 0) return { text: said, parts: [text({ foreign: said })] };
  return {
    text: `${plainAnyOf(tell)}: ${said}`,
    parts: [text(...anyOf(tell), ': ', { foreign: said })],
  };
}

/** Several of them, the newest first. */
export function incidentList(all: readonly Incident[]): View {
  if (all.length === 0) {
    return { text: `${TITLE}: none is open.`, parts: [header(TITLE), text('None is open.')] };
  }
  const plain = all.map((i) => `${i.id}, ${plainState(i)}, ${sayBad(i)}: ${i.title}`).join('; ');
  return { text: `${TITLE}: ${plain}.`, parts: [header(TITLE), list(null, all.map(item))] };
}

function sayBad({ severity, security }: Incident): string {
  return security ? `${severity}, security` : severity;
}

function statePart(i: Incident): Part {
  switch (i.status) {
    case 'open':
      return state('open', { foreign: i.title });
    case 'acknowledged':
      return state('taken', { foreign: i.title });
    case 'resolved':
      return state('resolved', { foreign: i.title }, ...resolvedLine(i));
  }
}

function resolvedLine({ resolved }: Incident): Line {
  if (!resolved) return [];
  const { by, at, why } = resolved;
  const who: Line = by === 'alerts' ? ['by itself'] : ['by ', { person: by }];
  return [' · ', ...who, ' at ', { at, as: 'time' }, ' (', { foreign: why }, ')'];
}

function buttons(i: Incident): readonly Part[] {
  if (i.status === 'resolved') return [];
  const take = offer('incident:take', 'Take command', `/release incident take ${i.id}`, {
    spoken: `Take command of ${i.id}`,
  });
  const resolve = offer('incident:resolve', 'Resolve', `/release incident resolve ${i.id}`, {
    spoken: `Resolve ${i.id}`,
    confirm: {
      title: `Resolve ${i.id}?`,
      text: 'Alerts that are still on will not open it again.',
      yes: 'Resolve',
    },
  });
  return [offers(i.commander === null ? [take, resolve] : [resolve])];
}

function alertItem({ name, summary, source, startedAt }: Incident['alerts'][number]): Item {
  const said: Line = summary === null ? [] : [': ', { foreign: summary }];
  const line: Line = [{ foreign: name }, ...said, ` (${source}, since `, { at: startedAt }, ')'];
  return { mark: 'plain', line };
}

function item(i: Incident): Item {
  const who: Line = i.commander === null ? [] : [', ', { person: i.commander }];
  const line: Line = [{ bold: i.id }, ` ${plainState(i)}, ${sayBad(i)}, ${placesOf(i)}`, ...who];
  return { mark: 'plain', line: [...line, ': ', { foreign: i.title }] };
}

function plainState({ status, resolved }: Incident): string {
  if (status !== 'resolved' || !resolved) return status;
  return `resolved ${plainAt(resolved.at)}`;
}

function plainCommand({ commander }: Incident): string {
  return commander === null ? 'Nobody is in command.' : `${commander} is in command.`;
}

function placesOf({ places }: Incident): string {
  return (
    places.map(({ service, environment }) => `${service} in ${environment}`).join(', ') ||
    'nothing we deploy'
  );
}

function linksOf({ links }: Incident): string {
  return links.map(({ deployment, role }) => `${deployment} (${role})`).join(', ');
}
