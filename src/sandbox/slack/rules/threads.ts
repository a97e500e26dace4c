import { messageAt } from '../model/lookup.ts';
import { isReply } from '../model/message.ts';
import type { World } from '../model/world.ts';

/** Slack's words to somebody who types a command into a thread; the command is never sent. */
export function noCommandsInThreads(command: string): string {
  return `\`${command}\` is not supported in threads. Sorry!`;
}

/**
 * The thread a reply goes to. As seen of Slack (slack-go/slack#1571): a reply to a message that was just
 * deleted, with nothing below it, becomes a message of its own without a word.
 */
export function threadLeft(
  world: World,
  channel: string,
  threadTs: string | undefined,
): string | undefined {
  return world.state.deleted.has(`${channel} ${threadTs}`) ? undefined : threadTs;
}

/** Why a message cannot go into that thread; undefined where it can. */
export function cannotReply(
  world: World,
  channel: string,
  threadTs: string | undefined,
): string | undefined {
  if (threadTs === undefined) return undefined;
  const parent = messageAt(world, channel, threadTs);
  if (parent === undefined) return 'thread_not_found';
  // A thread is named by its first message; replies and ephemeral messages start none.
  return isReply(parent) || parent.ephemeralTo !== undefined
    ? 'cannot_reply_to_message'
    : undefined;
}
