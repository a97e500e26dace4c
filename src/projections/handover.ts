import type { Breaker } from '../domain/breaker/decide.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { owedFollowUps } from '../domain/deployment/follow-up.ts';
import { isBackReady } from '../domain/deployment/way-back.ts';
import type { Closed } from '../domain/governance/window.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { lineItems } from './breaker.ts';
import { listLine } from './deployment-list.ts';
import { header, list, note } from './parts.ts';
import type { Item, Line, Part, View } from './view.ts';
import { plainAt, titleOf } from './words.ts';

/** What whoever comes on call must know of the services that are now theirs. */
export interface Handover {
  /** `platform`, or a service; null: everything. */
  readonly about: string | null;
  readonly services: readonly string[];
  readonly incidents: readonly Incident[];
  readonly stopped: readonly Breaker[];
  /** Running, also what is held. */
  readonly running: readonly Deployment[];
  readonly pending: readonly Deployment[];
  /** Serving everybody, with something its owners still have to do. */
  readonly owing: readonly Deployment[];
  readonly closings: readonly (Closed & { readonly where: string })[];
  readonly now: Instant;
}

const MOST = 8;

/** The worst first; what there is none of is said in one line at the end, so that nobody has to wonder. */
export function handoverView(all: Handover): View {
  const title = `Hand-over of ${all.about ?? 'everything'}`;
  const unready = all.running.filter((d) => d.kind === 'deploy' && !isBackReady(d));
  const sections: readonly (readonly [string, readonly Item[]])[] = [
    ['Open incidents', all.incidents.map(incidentItem)],
    ['Stopped lines', lineItems(all.stopped)],
    ['Waiting for a person', all.running.filter((d) => d.hold !== null).map(listed)],
    ['Running', all.running.filter((d) => d.hold === null).map(listed)],
    ['No rollback ready', unready.map(unreadyItem)],
    ['Not started', all.pending.map(listed)],
    ['Follow-ups owed', all.owing.flatMap(owedItems)],
    ['Closed in the next day', all.closings.map(closingItem)],
  ];
  const there = sections.filter(([, items]) => items.length > 0);
  const none = sections.filter(([, items]) => items.length === 0).map(([name]) => name);
  const said = there.map(([name, items]) => `${name.toLowerCase()}: ${items.length}`).join(', ');
  return {
    text: `${title}: ${said === '' ? 'nothing is open' : said}.`,
    parts: [
      header(title),
      ...there.map(([name, items]): Part => list(name, shortened(items))),
      ...(none.length > 0
        ? [note([`None: ${none.map((one) => one.toLowerCase()).join(', ')}.`])]
        : []),
      note([
        `${all.services.length === 1 ? 'Service' : 'Services'}: ${named(all.services)}. As of `,
        { at: all.now },
      ]),
    ],
  };
}

function shortened(items: readonly Item[]): readonly Item[] {
  const left = items.length - MOST;
  if (left <= 0) return items;
  return [...items.slice(0, MOST), plain([`and ${left} more: /release list`])];
}

function named(services: readonly string[]): string {
  const left = services.length - MOST;
  return services.slice(0, MOST).join(', ') + (left > 0 ? ` and ${left} more` : '');
}

function plain(line: Line): Item {
  return { mark: 'plain', line };
}

function listed(d: Deployment): Item {
  return plain(listLine(d));
}

function incidentItem({ id, severity, title, commander }: Incident): Item {
  const who: Line = commander === null ? ['nobody is on it'] : [{ person: commander }, ' is on it'];
  return plain([{ code: id }, `, ${severity}: `, { foreign: title }, '; ', ...who]);
}

function unreadyItem(d: Deployment): Item {
  const lacks = d.wayBack?.lacks.join('; ') ?? 'it was not looked for yet';
  return plain([{ code: d.id }, ` ${titleOf(d)}: `, { foreign: lacks }]);
}

function owedItems(d: Deployment): readonly Item[] {
  return owedFollowUps(d).map(({ name, says }) =>
    plain([{ code: d.id }, ` ${titleOf(d)}: ${name}: `, { foreign: says }]),
  );
}

function closingItem({ name, where, from, until }: Handover['closings'][number]): Item {
  return plain([{ bold: name }, ` in ${where}, `, { at: from }, ' to ', { at: until }]);
}

/** What a new person is told first. */
export function comesOn(view: View, group: string, until: Instant): View {
  const word = `You are on call for ${group} until ${plainAt(until)}.`;
  return {
    text: `${word} ${view.text}`,
    parts: [
      note([
        `You are on call for ${group} until `,
        { at: until },
        '. Again at any time: /release handover',
      ]),
      ...view.parts,
    ],
  };
}
