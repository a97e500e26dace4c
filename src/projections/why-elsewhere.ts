import type { Named } from '../domain/correlation/suspicion.ts';
import { EVERYWHERE, type Move, sayMove } from '../domain/elsewhere/move.ts';
import type { Incident, Link } from '../domain/incident/incident.ts';
import { whereMade, whoCanTakeBack } from './elsewhere.ts';
import { fields, header, list, note, text } from './parts.ts';
import { percent } from './suspect-evidence.ts';
import { reasonsOf } from './suspect-reasons.ts';
import type { Item, Line, View } from './view.ts';

/** An incident that it was suspected of, or linked to. */
export interface Blamed {
  readonly incident: Incident;
  readonly named: Named | null;
  readonly link: Link | null;
}

/** A change made elsewhere, as its source told of it: we know no reason of it but what is said there. */
export function whyElsewhereView(
  move: Move,
  owner: string | null,
  blamed: readonly Blamed[],
): View {
  const { id, kind, name, says, service, by, at, percent: share, source, link } = move;
  const back = whoCanTakeBack(owner, source);
  const where = whereMade(link);
  const sentences = blamed.map((one) => `${plainBlame(one)}.`);
  return {
    text: [`${id}: ${sayMove(move)}, as ${source} told. ${back}.`, ...sentences].join(' '),
    parts: [
      header(`Why ${id}?`),
      text(
        `${kind} `,
        { foreign: name },
        ' ',
        { foreign: says },
        ...where.flatMap((one) => [' · ', one]),
      ),
      fields([
        ['Told by', [source]],
        ['Made', [{ at }]],
        ['By', by === null ? ['its source does not say'] : [{ foreign: by }]],
        ['Of', [service === EVERYWHERE ? 'all services' : service]],
        ['Reached', [`${share} % of the traffic`]],
        ['Who can take it back', [back]],
      ]),
      ...(blamed.length > 0 ? [list('Incidents of the day after', blamed.map(item))] : []),
      note(['Fairway did not make it: why it was made stands where it was made.']),
    ],
  };
}

function item(one: Blamed): Item {
  const { incident, named } = one;
  const reasons: Line = named ? [` (${reasonsOf(named).join(', ')})`] : [];
  return { mark: 'plain', line: [`${plainBlame(one)}: `, { foreign: incident.title }, ...reasons] };
}

function plainBlame({ incident, named, link }: Blamed): string {
  if (link) return `${incident.id}, of which ${link.by} says it is the ${link.role}`;
  return `suspected of ${incident.id}${named ? ` with ${percent(named)}` : ''}`;
}
