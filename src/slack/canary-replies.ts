import type { Catalog } from '../domain/catalog/catalog.ts';
import { findEnvironment } from '../domain/catalog/find.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { EventType } from '../domain/deployment/event.ts';
import { type Judgement, replay } from '../domain/deployment/replay.ts';
import { type Query, queriesOf } from '../domain/verdict/queries.ts';
import type { Bell } from '../ports/bell.ts';
import { isOfDeployment } from '../ports/event.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import type { View } from '../projections/view.ts';
import { cardKey } from './card-wish.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface CanaryReplies {
  readonly records: Pick<Records, 'deployment' | 'samples'>;
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
  readonly view: (d: Deployment, judgement: Judgement, queries: readonly Query[]) => View;
}

/** After these it may say something else, wherever the deployment is by then. */
const TURNS: ReadonlySet<EventType> = new Set([
  ...(['stepped', 'asked', 'paused', 'resumed'] as const),
  ...(['succeeded', 'failed', 'cancelled'] as const),
]);

/**
 * How the canary does, as one reply under its card that is edited at each look: a deployment has one,
 * whichever of its judges looks. Told late or twice it shows the deployment as it is.
 */
export function createCanaryReplies(parts: CanaryReplies): Subscriber {
  const { records, messages, bell, catalog, view } = parts;
  return {
    name: 'slack canary health',
    async on(event) {
      if (!isOfDeployment(event)) return;
      const d = await records.deployment(event.id);
      if (!d || !mayTurn(event.type, d)) return;
      const judgement = replay(d, await records.samples(d.id)).at(-1);
      if (!judgement || !says(judgement)) return;
      const signals = findEnvironment(catalog(), d.environment)?.signals;
      const said = view(d, judgement, signals ? queriesOf(signals, d) : []);
      const key = `health:${d.id}`;
      await messages.want({
        ...{ key, channel: d.channel ?? catalog().channel, under: cardKey(d.id), broadcast: false },
        content: renderMessage(said, namesOf(catalog()), d.revision),
        revision: d.revision + 1,
      });
      await bell.ring('deliver', key);
    },
  };
}

/** Of what warms up nothing is said but that it is past all discussion. */
function says({ looks, verdict }: Judgement): boolean {
  return looks.length > 0 || verdict.ground === 'floor';
}

/** A look tells only of itself: past its judge, what progresses is no longer about the canary. */
function mayTurn(type: EventType, { plan, cursor }: Deployment): boolean {
  if (type === 'progressed') return plan[cursor]?.kind === 'judge';
  return TURNS.has(type) && plan.some(({ kind }) => kind === 'judge');
}
