import { messageAt } from '../model/lookup.ts';
import type { Message } from '../model/message.ts';
import { botUserId } from '../model/seed.ts';
import { millisOf } from '../model/timestamps.ts';
import type { World } from '../model/world.ts';

/**
 * The message the bot may change or remove, or the name of the refusal: ephemeral and deleted messages are
 * not found, others' are refused, old ones lie outside the workspace's edit window.
 */
export function ownMessage(
  world: World,
  channel: string,
  ts: string | undefined,
  foreign: 'cant_update_message' | 'cant_delete_message',
): Message | string {
  const message = ts === undefined ? undefined : messageAt(world, channel, ts);
  if (message === undefined || message.ephemeralTo !== undefined || message.isTombstone)
    return 'message_not_found';
  if (message.user !== botUserId) return foreign;
  const windowMs = world.faults.editWindowMs();
  const isOld = windowMs !== undefined && world.clock.now() - millisOf(message.ts) > windowMs;
  return isOld && foreign === 'cant_update_message' ? 'edit_window_closed' : message;
}
