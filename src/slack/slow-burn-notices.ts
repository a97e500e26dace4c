import type { Catalog } from '../domain/catalog/catalog.ts';
import type { SlowNews } from '../domain/deployment/slow-burn.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface Notices {
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
  readonly view: (news: SlowNews) => View;
}

/** Says in the channel of releases that a service burns slowly, which calls its owners, and there too that it is over. */
export function createSlowBurnNotices({ messages, bell, catalog, view }: Notices) {
  return async (news: SlowNews, n: number): Promise<void> => {
    // Two words to a message: that it began, and that it is over.
    const key = `slow-burn:${news.environment}:${news.service}:${Math.ceil(n / 2)}`;
    const revision = n % 2 === 1 ? 1 : 2;
    const content = renderMessage(view(news), namesOf(catalog()), revision);
    const { channel } = catalog();
    await messages.want({ key, channel, under: null, broadcast: false, content, revision });
    await bell.ring('deliver', key);
  };
}
