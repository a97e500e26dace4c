import type { Deployment } from '../domain/deployment/deployment.ts';
import { isDeploymentId } from '../domain/deployment/deployment.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import { CARD } from './card-wish.ts';
import type { Origin } from './errand.ts';

export interface Threads {
  readonly messages: Pick<Messages, 'heading'>;
  readonly records: Pick<Records, 'deployment'>;
}

/** The deployment whose card heads the thread something was written in, or null. */
export async function deploymentOf(
  { messages, records }: Threads,
  { channel, thread }: Pick<Origin, 'channel' | 'thread'>,
): Promise<Deployment | null> {
  if (channel === null || thread === null) return null;
  const key = await messages.heading(channel, thread);
  const id = key?.startsWith(CARD) ? key.slice(CARD.length) : '';
  return isDeploymentId(id) ? records.deployment(id) : null;
}
