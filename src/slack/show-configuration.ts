import type { Configuration } from '../domain/configuration/configuration.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { View } from '../projections/view.ts';
import type { Cards } from './card-wish.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

/**
 * One card in the channel of releases for each version of the configuration that people should know of,
 * edited when somebody answers it. Of the first one, which is trusted, there is nothing to tell.
 */
export function createConfigurationBoard({
  messages,
  bell,
  catalog,
  view,
}: {
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: Cards['catalog'];
  readonly view: (version: Configuration) => Promise<View>;
}) {
  const told = new Map<string, number>();
  return async (version: Configuration): Promise<void> => {
    const { id, revision, effect } = version;
    const isTold = (told.get(id) ?? -1) >= revision;
    if (isTold || effect === 'trusted') return;
    const key = `configuration:${id}`;
    const content = renderMessage(await view(version), namesOf(catalog()), revision);
    const { channel } = catalog();
    await messages.want({ key, channel, under: null, broadcast: false, content, revision });
    await bell.ring('deliver', key);
    told.set(id, revision);
  };
}
