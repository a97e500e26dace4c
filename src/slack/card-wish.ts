import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Lost } from '../domain/deployment/contact.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Passing } from '../domain/governance/hand-off-holder.ts';
import type { Wish } from '../ports/messages.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

/** How a card is made, and where it belongs. */
export interface Cards {
  readonly catalog: () => Catalog;
  readonly card: (deployment: Deployment, lost: Lost | null, passing: Passing | null) => View;
  /** Who has the hand-off of what it brings; null where no clock runs for that. */
  readonly passing: (deployment: Deployment) => Promise<Passing | null>;
  readonly channelOf: (deployment: Deployment) => string;
}

/** Words within one revision: what is told of a hand-off is a handful, and on lost contact far fewer than fit. */
const WORDS = 1_000_000;
const CONTACT_WORDS = 100_000;

/** How the key of every card begins; the deployment's id follows. */
export const CARD = 'card:';

export function cardKey(id: string): string {
  return `${CARD}${id}`;
}

/**
 * The card as it should be. A card is older than another when its deployment is, and of one revision when less was
 * told of its hand-off, then when less was said of lost contact (`n`): so an event told late cannot take a word back.
 */
export async function cardWish(
  cards: Cards,
  d: Deployment,
  lost: Lost | null = null,
  n = 0,
): Promise<Wish> {
  const passing = await cards.passing(d);
  const words = (passing?.n ?? 0) * CONTACT_WORDS + Math.min(n, CONTACT_WORDS - 1);
  const revision = d.revision * WORDS + words;
  return {
    key: cardKey(d.id),
    channel: cards.channelOf(d),
    under: null,
    broadcast: false,
    content: renderMessage(cards.card(d, lost, passing), namesOf(cards.catalog()), revision),
    revision,
  };
}
