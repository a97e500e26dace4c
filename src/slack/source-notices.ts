import type { Catalog } from '../domain/catalog/catalog.ts';
import type { SilenceNews } from '../domain/deployment/source-silence.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface Notices {
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
  readonly view: (news: SilenceNews) => View;
}

/** Says in the channel of releases that a source of measurements fell silent, or is back: a message each, which calls its owners. */
export function createSourceNotices({ messages, bell, catalog, view }: Notices) {
  return async (news: SilenceNews, n: number): Promise<void> => {
    const key = `source:${news.environment}:${n}`;
    const content = renderMessage(view(news), namesOf(catalog()), 1);
    const { channel } = catalog();
    await messages.want({ key, channel, under: null, broadcast: false, content, revision: 1 });
    await bell.ring('deliver', key);
  };
}
