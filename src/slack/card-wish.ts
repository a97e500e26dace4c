import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Lost } from '../domain/deployment/contact.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Wish } from '../ports/messages.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

/** How a card is made, and where it belongs. */
export interface Cards {
  readonly catalog: () => Catalog;
  readonly card: (deployment: Deployment, lost: Lost | null) => View;
  readonly channelOf: (deployment: Deployment) => string;
}

/** Words on lost contact within one revision; far more than anybody could say. */
const WORDS = 1_000_000;

/** How the key of every card begins; the deployment's id follows. */
export const CARD = 'card:';

export function cardKey(id: string): string {
  return `${CARD}${id}`;
}

/**
 * The card as it should be. A card is older than another when its deployment is, and of one revision
 * when less was said of lost contact (`n`): so an event told late cannot take such a word back.
 */
export function cardWish(cards: Cards, d: Deployment, lost: Lost | null = null, n = 0): Wish {
  const revision = d.revision * WORDS + Math.min(n, WORDS - 1);
  return {
    key: cardKey(d.id),
    channel: cards.channelOf(d),
    under: null,
    broadcast: false,
    content: renderMessage(cards.card(d, lost), namesOf(cards.catalog()), revision),
    revision,
  };
}
