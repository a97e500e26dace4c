import type { Deployment } from '../domain/deployment/deployment.ts';
import { isDeploymentId } from '../domain/deployment/deployment.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import { CARD } from './card-wish.ts';
import type { Origin } from './errand.ts';
import { INCIDENT } from './incident-board.ts';

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
  const id = await headOf(messages, channel, thread);
  return isDeploymentId(id) ? records.deployment(id) : null;
}

/** The deployment or incident whose card heads this thread, by its number; empty when none does. */
export async function headOf(
  messages: Threads['messages'],
  channel: string,
  thread: string,
): Promise<string> {
  const key = (await messages.heading(channel, thread)) ?? '';
  const head = [CARD, INCIDENT].find((one) => key.startsWith(one));
  return head === undefined ? '' : key.slice(head.length);
}
