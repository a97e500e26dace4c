import type { Catalog } from '../domain/catalog/catalog.ts';
import { findPerson } from '../domain/catalog/find.ts';
import { driversOf } from '../domain/deployment/drivers.ts';
import {
  type Behind,
  type Departure,
  missing,
  type Rider,
  type TrainEvent,
} from '../domain/governance/departure.ts';
import { boardingOf, type Times } from '../domain/governance/train.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface Notices {
  readonly records: Pick<Records, 'departure'>;
  readonly messages: Pick<Messages, 'want' | 'find'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
  readonly markNote: (d: Departure, rider: Rider) => View;
  readonly driverNote: (d: Departure) => View;
  readonly behindNote: (event: TrainEvent, own: readonly Behind[], next: Times | null) => View;
}

/**
 * Direct messages of a departure. Before the cut-off, once: whoever has not marked what rides, and its drivers. From
 * the cut-off on, where it waits for a driver: those again, with the button. Both are kept up to date. Whoever
 * boarded or wrote what stays behind: once for each time that it does, why and how it rides on the next one.
 */
export function createTrainNotices(parts: Notices): Subscriber {
  return {
    name: 'train notices',
    async on(event) {
      if (event.type !== 'train') return;
      await tellBehind(parts, event);
      const d = await parts.records.departure(event.id);
      if (!d) return;
      if (event.what === 'reminded') await tellAuthors(parts, d);
      await tellDrivers(parts, d);
    },
  };
}

/** Everything of it stands on the event, so that telling it again says the same to the same people. */
async function tellBehind(parts: Notices, event: TrainEvent): Promise<void> {
  const { behind = [], id: departure, revision, service, at } = event;
  const train = parts.catalog().trains?.find(({ name }) => name === service);
  const next = train ? boardingOf(train, at) : null;
  for (const id of new Set(behind.flatMap(({ tell }) => tell))) {
    const own = behind.filter(({ tell }) => tell.includes(id));
    const key = `train-behind:${departure}:${revision}:${id}`;
    await send(parts, { key, id, view: parts.behindNote(event, own, next), revision: 1 });
  }
}

async function tellAuthors(parts: Notices, d: Departure): Promise<void> {
  for (const rider of d.riders.filter(({ state }) => state === 'aboard')) {
    for (const id of missing(rider)) {
      const key = `train-mark:${d.id}:${rider.service}:${id}`;
      await send(parts, { key, id, view: parts.markNote(d, rider), revision: 1 });
    }
  }
}

async function tellDrivers(parts: Notices, d: Departure): Promise<void> {
  const reminded = d.reminded === true;
  const leaves = d.state !== 'boarding' && d.riders.some(({ state }) => state !== 'off');
  const kinds = [
    { kind: 'drives', begins: reminded && d.state === 'boarding' && d.riders.length > 0 },
    { kind: 'go', begins: d.confirm === true && leaves },
  ];
  for (const { kind, begins } of kinds) {
    for (const id of driving(parts.catalog(), d)) {
      const key = `train-${kind}:${d.id}:${id}`;
      if (!begins && !(await parts.messages.find(key))) continue;
      await send(parts, { key, id, view: parts.driverNote(d), revision: d.revision + 1 });
    }
  }
}

function driving(catalog: Catalog, d: Departure): readonly string[] {
  const train = catalog.trains?.find(({ name }) => name === d.train);
  return train ? driversOf(catalog, train) : [];
}

interface Note {
  readonly key: string;
  readonly id: string;
  readonly view: View;
  readonly revision: number;
}

async function send(parts: Notices, { key, id, view, revision }: Note): Promise<void> {
  const { messages, bell, catalog } = parts;
  const account = findPerson(catalog(), id)?.accounts[0];
  if (account === undefined) return;
  const content = renderMessage(view, namesOf(catalog()), revision);
  const where = { channel: account, under: null, broadcast: false };
  await messages.want({ key, ...where, content, revision });
  await bell.ring('deliver', key);
}
