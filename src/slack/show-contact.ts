import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Lost } from '../domain/deployment/contact.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Sighting } from '../domain/deployment/sighting.ts';
import type { Unattended } from '../domain/deployment/unattended.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { View } from '../projections/view.ts';
import { type Cards, cardWish } from './card-wish.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface Posting {
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
}

/** Shows on a deployment's card that contact is lost, or that it is back. */
export function createContactCards({ messages, bell, ...cards }: Posting & Cards) {
  return async (d: Deployment, lost: Lost | null, n: number): Promise<void> => {
    const wish = await cardWish(cards, d, lost, n);
    await messages.want(wish);
    await bell.ring('deliver', wish.key);
  };
}

/** One message for each incident, in the channel of releases, edited while it lasts and when it is over. */
export function createAlarmBoard(
  parts: Posting & {
    readonly catalog: Cards['catalog'];
    readonly view: (found: readonly Unattended[]) => View;
  },
) {
  const { messages, bell, catalog, view } = parts;
  return async (word: {
    readonly incident: number;
    readonly n: number;
    readonly found: readonly Unattended[];
  }): Promise<void> => {
    const key = `alarm:${word.incident}`;
    const content = renderMessage(view(word.found), namesOf(catalog()), word.n);
    const { channel } = catalog();
    await messages.want({ key, channel, under: null, broadcast: false, content, revision: word.n });
    await bell.ring('deliver', key);
  };
}

/** One message for each time that something unknown serves, edited until it is over. */
export function createSightingBoard(
  parts: Posting & {
    readonly catalog: Cards['catalog'];
    readonly view: (sighting: Sighting, catalog: Catalog) => View;
  },
) {
  const { messages, bell, catalog, view } = parts;
  return async (sighting: Sighting): Promise<void> => {
    const { service, environment, incident, revision } = sighting;
    const key = `sighting:${service}:${environment}:${incident}`;
    const content = renderMessage(view(sighting, catalog()), namesOf(catalog()), revision);
    const { channel } = catalog();
    await messages.want({ key, channel, under: null, broadcast: false, content, revision });
    await bell.ring('deliver', key);
  };
}
