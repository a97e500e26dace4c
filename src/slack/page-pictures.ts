import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Finding } from '../domain/deployment/found.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Bell } from '../ports/bell.ts';
import { isOfDeployment } from '../ports/event.ts';
import type { Messages, Wish } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import type { View } from '../projections/view.ts';
import { cardKey } from './card-wish.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface PagePictures {
  readonly records: Pick<Records, 'deployment'>;
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
  readonly view: (d: Deployment, finding: Finding) => View | null;
}

/**
 * What a page looked like where a journey failed on it, as a reply in the deployment's thread. One for each key, so
 * that saying it twice changes nothing; without the picture the words of the failure stand alone.
 */
export function createPagePictures(parts: PagePictures): Subscriber {
  const { records, messages, bell } = parts;
  return {
    name: 'slack page pictures',
    async on(event) {
      if (!isOfDeployment(event)) return;
      const d = await records.deployment(event.id);
      if (!d) return;
      for (const wish of wishesAt(d, event.at, parts)) {
        await messages.want(wish);
        await bell.ring('deliver', wish.key);
      }
    },
  };
}

/** Of what was found in that moment: an event is told of its own findings. */
function wishesAt(d: Deployment, at: Instant, { catalog, view }: PagePictures): readonly Wish[] {
  const pictured = (d.findings ?? []).filter((one) => one.at === at && one.pictured);
  return pictured.flatMap((finding): readonly Wish[] => {
    const said = view(d, finding);
    if (!said) return [];
    return [
      {
        key: `page:${finding.pictured?.key}`,
        channel: d.channel ?? catalog().channel,
        under: cardKey(d.id),
        broadcast: false,
        content: renderMessage(said, namesOf(catalog()), 1),
        revision: 1,
      },
    ];
  });
}
