import { withBlockIds } from './block-ids.ts';
import { repliesTo } from './lookup.ts';
import type { Message, MessagePatch } from './message.ts';
import { botUserId, slackbotUserId } from './seed.ts';
import type { World } from './world.ts';

/** What a new message says, besides where it goes and when. */
export type Draft = Omit<Message, 'ts' | 'user' | 'isBot' | 'blocks' | 'attachments'> &
  Partial<Pick<Message, 'user' | 'blocks' | 'attachments'>>;

/** Puts a message into a channel; by the bot unless the draft names a person. */
export function postMessage(world: World, channel: string, draft: Draft): Message {
  const user = draft.user ?? botUserId;
  const message: Message = {
    ...draft,
    ts: world.nextTs(),
    user,
    isBot: world.state.users.get(user)?.isBot === true,
    blocks: withBlockIds(draft.blocks ?? []),
    attachments: withAttachmentIds(draft.attachments ?? []),
  };
  world.commit({ kind: 'message', channel, message }, seenBy('message', channel, message));
  return message;
}

/**
 * Replaces what a message says. Attachments and metadata not given stay; blocks not given go:
 * that is what chat.update does (docs.slack.dev/reference/methods/chat.update).
 */
export function patchMessage(
  world: World,
  channel: string,
  old: Message,
  patch: MessagePatch,
): Message {
  const message: Message = {
    ...old,
    text: patch.text,
    blocks: withBlockIds(patch.blocks),
    attachments:
      patch.attachments === undefined ? old.attachments : withAttachmentIds(patch.attachments),
    ...(patch.metadata === undefined ? {} : { metadata: patch.metadata }),
    ...(patch.isBroadcast === undefined ? {} : { isBroadcast: patch.isBroadcast }),
    editedTs: world.nextTs(),
  };
  world.commit({ kind: 'message', channel, message }, seenBy('changed', channel, message));
  return message;
}

/** A message with replies leaves a tombstone, so that they still have a place; any other is gone. */
export function deleteMessage(world: World, channel: string, message: Message): void {
  if (repliesTo(world, channel, message.ts).length > 0) {
    const { ts } = message;
    const said = { text: 'This message was deleted.', blocks: [], attachments: [] };
    const tombstone = { ...said, ts, user: slackbotUserId, isBot: true, isTombstone: true };
    world.commit(
      { kind: 'message', channel, message: tombstone },
      seenBy('changed', channel, tombstone),
    );
    return;
  }
  world.commit({ kind: 'deleted', channel, ts: message.ts }, seenBy('deleted', channel, message));
}

function seenBy(type: 'message' | 'changed' | 'deleted', channel: string, message: Message) {
  const only = message.ephemeralTo;
  return { type, channel, message, ...(only === undefined ? {} : { only, user: only }) };
}

function withAttachmentIds(attachments: Message['attachments']): Message['attachments'] {
  return attachments.map((attachment, at) => ({
    id: at + 1,
    ...attachment,
    ...(Array.isArray(attachment['blocks']) ? { blocks: withBlockIds(attachment['blocks']) } : {}),
  }));
}
