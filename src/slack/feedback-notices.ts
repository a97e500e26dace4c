import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Look } from '../domain/feedback/look.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import { feedbackNotice } from '../projections/user-feedback.ts';
import { cardKey } from './card-wish.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface Notices {
  readonly messages: Pick<Messages, 'want' | 'find'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
}

export type SayFeedback = (d: Deployment, looks: readonly Look[]) => Promise<void>;

/** That users write more since a deployment, in its thread, once: what was said first stays. */
export function createFeedbackNotices({ messages, bell, catalog }: Notices): SayFeedback {
  return async (d, looks) => {
    const view = feedbackNotice(d, looks, catalog());
    const key = `feedback:${d.id}`;
    const [card, said] = await Promise.all([messages.find(cardKey(d.id)), messages.find(key)]);
    if (!view || !card || said) return;
    const content = renderMessage(view, namesOf(catalog()), 1);
    const { channel, key: under } = card;
    await messages.want({ key, channel, under, broadcast: false, content, revision: 1 });
    await bell.ring('deliver', key);
  };
}
