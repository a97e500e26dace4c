import type { Deployment } from '../domain/deployment/deployment.ts';
import type { DeploymentEvent, EventType } from '../domain/deployment/event.ts';
import type { Bell } from '../ports/bell.ts';
import { isOfDeployment } from '../ports/event.ts';
import type { Messages, Wish } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import type { View } from '../projections/view.ts';
import { type Cards, cardWish } from './card-wish.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

/** What is said of an event. Null: nothing. */
export interface Projections {
  log(event: DeploymentEvent, deployment: Deployment): View | null;
  ping(event: DeploymentEvent, deployment: Deployment): View | null;
  /** What the call to its approvers says now. */
  call(deployment: Deployment): View;
  /** What the call to break its glass says now. */
  glassCall(deployment: Deployment): View;
}

export interface CardSubscriber extends Cards {
  readonly records: Pick<Records, 'deployment'>;
  readonly messages: Pick<Messages, 'want' | 'find'>;
  readonly bell: Bell;
  readonly project: Projections;
}

/**
 * One live card per deployment, its thread as the log, and a reply that is also shown in the channel
 * where people must hear of it: edits notify nobody. Saying all of it twice changes nothing, because
 * every wish has a key and the card always shows the deployment as it is now.
 */
export function createCardSubscriber(options: CardSubscriber): Subscriber {
  const { records, messages, bell } = options;
  return {
    name: 'slack cards',
    async on(event) {
      if (!isOfDeployment(event)) return;
      const deployment = await records.deployment(event.id);
      if (!deployment) return;
      const edited = await editedCall(event, deployment, options);
      const wishes = [...(await wishesFor(event, deployment, options)), ...edited];
      for (const wish of wishes) await messages.want(wish);
      for (const wish of wishes) await bell.ring('deliver', wish.key);
    },
  };
}

async function wishesFor(
  event: DeploymentEvent,
  deployment: Deployment,
  options: CardSubscriber,
): Promise<readonly Wish[]> {
  const card = await cardWish(options, deployment);
  const reply = replyTo(event, deployment, options.project);
  if (!reply) return [card];
  const { kind, view } = reply;
  const said: Wish = {
    key: replyKey(kind, event),
    channel: card.channel,
    under: card.key,
    broadcast: kind === 'ping',
    content: renderMessage(view, namesOf(options.catalog()), event.revision),
    revision: 1,
  };
  return [card, said];
}

type Happened = Pick<DeploymentEvent, 'id' | 'revision' | 'type'>;

function replyKey(kind: 'log' | 'ping', { id, revision, type }: Happened): string {
  return `${kind}:${id}:${revision}:${type}`;
}

/** After these the call to the approvers may say something else. */
const DECIDES: ReadonlySet<EventType> = new Set([
  'approved',
  'withdrawn',
  'rejected',
  'cancelled',
  'approval-voided',
  'approval-counts',
  'handed-on',
]);

/** After these the call to break its glass may. */
const BREAKS: ReadonlySet<EventType> = new Set([
  'break-glass-approved',
  'break-glass-granted',
  'break-glass-refused',
  'break-glass-withdrawn',
  'break-glass-expired',
]);

/** A call that was made, edited: an edit calls nobody again. Nothing where nobody was called. */
async function editedCall(
  { id, type }: DeploymentEvent,
  deployment: Deployment,
  { messages, catalog, project }: CardSubscriber,
): Promise<readonly Wish[]> {
  if (DECIDES.has(type)) {
    return edited(replyKey('ping', { id, revision: 0, type: 'requested' }), project.call);
  }
  const asked = deployment.breakGlass?.revision;
  if (!BREAKS.has(type) || asked === undefined) return [];
  const call = { id, revision: asked, type: 'break-glass-asked' } as const;
  return edited(replyKey('ping', call), project.glassCall);

  async function edited(key: string, says: (d: Deployment) => View): Promise<readonly Wish[]> {
    const called = await messages.find(key);
    if (!called) return [];
    const { channel, under, broadcast } = called;
    const { revision } = deployment;
    const content = renderMessage(says(deployment), namesOf(catalog()), revision);
    return [{ key, channel, under, broadcast, content, revision: revision + 1 }];
  }
}

/** One reply for one event: where people are called, that says what the log line would. */
function replyTo(
  event: DeploymentEvent,
  deployment: Deployment,
  project: Projections,
): { readonly kind: 'log' | 'ping'; readonly view: View } | null {
  const ping = event.tell.length > 0 ? project.ping(event, deployment) : null;
  if (ping) return { kind: 'ping', view: ping };
  const log = event.note === null ? null : project.log(event, deployment);
  return log ? { kind: 'log', view: log } : null;
}
