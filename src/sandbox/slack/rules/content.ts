import { isObject, type JsonObject, objectsOf } from '../json.ts';
import type { World } from '../model/world.ts';
import { checkBlocks } from './blocks/check.ts';
import { unreadyFiles } from './files.ts';

/** What a call wants to say, read from its arguments but not yet believed. */
export interface Content {
  readonly text: string;
  readonly blocks: unknown;
  readonly attachments: unknown;
  readonly metadata: unknown;
}

/** Limits of docs.slack.dev/reference/methods/chat.postMessage and chat.update, in characters. */
const maxTextSent = 40_000;
const maxTextUpdated = 4_000;
const maxAttachments = 100;

/** The refusal of a message's content; undefined where it may be sent. */
export function refuseContent(
  world: World,
  content: Content,
  use: 'post' | 'update',
): JsonObject | undefined {
  if (content.blocks !== undefined && !isList(content.blocks))
    return refusal('invalid_blocks_format');
  if (content.attachments !== undefined && !isList(content.attachments)) {
    return refusal('invalid_attachments');
  }
  const isEmpty =
    content.text === '' && isNothing(content.blocks) && isNothing(content.attachments);
  if (isEmpty) return refusal('no_text');
  if (content.text.length > (use === 'post' ? maxTextSent : maxTextUpdated)) {
    return refusal('msg_too_long');
  }
  if (objectsOf(content.attachments).length > maxAttachments)
    return refusal('too_many_attachments');
  if (content.metadata !== undefined && !isMetadata(content.metadata)) {
    return refusal('invalid_metadata_format');
  }
  return refuseBlocks(world, content);
}

function refuseBlocks(world: World, content: Content): JsonObject | undefined {
  const nested = objectsOf(content.attachments).flatMap((one, at) =>
    one['blocks'] === undefined
      ? []
      : checkBlocks(one['blocks'], 'message', `/attachments/${at}/blocks`),
  );
  const messages = [
    ...checkBlocks(content.blocks ?? [], 'message', '/blocks'),
    ...unreadyFiles(world, content.blocks, '/blocks'),
    ...nested,
  ];
  return messages.length === 0 ? undefined : invalid('invalid_blocks', messages);
}

/** Slack's form of a refusal with reasons: web-api turns the `[ERROR]` lines into `errors`. */
export function invalid(error: string, messages: readonly string[]): JsonObject {
  return { ok: false, error, errors: messages.map(bare), response_metadata: { messages } };
}

function bare(message: string): string {
  return message.replace(/^\[ERROR\] /, '');
}

function refusal(error: string): JsonObject {
  return { ok: false, error };
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isNothing(value: unknown): boolean {
  return value === undefined || (isList(value) && value.length === 0);
}

function isMetadata(value: unknown): boolean {
  if (!isObject(value)) return false;
  const named = typeof value['event_type'] === 'string' && value['event_type'] !== '';
  return (named && isObject(value['event_payload'])) || Array.isArray(value['entities']);
}
