import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { EventType } from '../domain/deployment/event.ts';
import { type Judgement, replay } from '../domain/deployment/replay.ts';
import type { Bell } from '../ports/bell.ts';
import { isOfDeployment } from '../ports/event.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import type { View } from '../projections/view.ts';
import { cardKey } from './card-wish.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface VerdictCharts {
  readonly records: Pick<Records, 'deployment' | 'samples'>;
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
  readonly view: (d: Deployment, judgement: Judgement) => View | null;
}

/** What a judge may end with; whichever comes first, its chart is the same message. */
const FALLS: ReadonlySet<EventType> = new Set(['stepped', 'asked', 'failed', 'succeeded']);

/**
 * How the evidence grew, as a reply in the deployment's thread when a verdict has fallen: one picture a
 * verdict, never one a look. The key names the look it fell at, so saying it twice changes nothing.
 */
export function createVerdictCharts(parts: VerdictCharts): Subscriber {
  const { records, messages, bell, catalog, view } = parts;
  return {
    name: 'slack verdict charts',
    async on(event) {
      if (!isOfDeployment(event) || !FALLS.has(event.type)) return;
      const d = await records.deployment(event.id);
      if (!d?.plan.some(({ kind }) => kind === 'judge')) return;
      const judgement = replay(d, await records.samples(d.id)).at(-1);
      if (!judgement || isUnderWay(d, judgement)) return;
      const said = view(d, judgement);
      if (!said) return;
      const key = `verdict:${d.id}:${judgement.step}:${judgement.last}`;
      await messages.want({
        ...{ key, channel: d.channel ?? catalog().channel, under: cardKey(d.id), broadcast: false },
        content: renderMessage(said, namesOf(catalog()), d.revision),
        revision: 1,
      });
      await bell.ring('deliver', key);
    },
  };
}

/** An event told late finds the next judging begun: that one has a fall of its own. */
function isUnderWay({ status, cursor, hold }: Deployment, { step }: Judgement): boolean {
  return status === 'running' && cursor === step && hold === null;
}
