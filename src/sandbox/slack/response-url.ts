import { isObject, type JsonObject, objectsOf, textOf } from './json.ts';
import { messageAt } from './model/lookup.ts';
import { deleteMessage, patchMessage, postMessage } from './model/post.ts';
import type { ResponseTicket } from './model/state.ts';
import type { World } from './model/world.ts';
import { refuseContent } from './rules/content.ts';
import { takeResponseUse } from './rules/response-url.ts';

export interface ResponseUrlAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/**
 * A POST to a response_url (docs.slack.dev/interactivity/handling-user-interaction#message_responses):
 * ephemeral unless `in_channel`; `replace_original` and `delete_original` act on the message that was
 * clicked, ephemeral ones included, and never change who sees it. Membership is not asked for.
 */
export function respond(world: World, id: string, body: unknown): ResponseUrlAnswer {
  const ticket = takeResponseUse(world, id);
  if (typeof ticket === 'string') return refused(404, ticket);
  if (!isObject(body)) return refused(400, 'invalid_payload');
  const original =
    ticket.originalTs === undefined
      ? undefined
      : messageAt(world, ticket.channel, ticket.originalTs);
  if (body['delete_original'] === true) {
    if (original === undefined) return refused(404, 'no_original_message');
    deleteMessage(world, ticket.channel, original);
    return accepted;
  }
  const content = {
    text: textOf(body['text']) ?? '',
    blocks: body['blocks'],
    attachments: body['attachments'],
    metadata: body['metadata'],
  };
  const refusal = refuseContent(world, content, 'post');
  if (refusal !== undefined) return { status: 400, body: refusal };
  const said = {
    text: content.text,
    blocks: objectsOf(content.blocks),
    attachments: objectsOf(content.attachments),
    ...(isObject(content.metadata) ? { metadata: content.metadata } : {}),
  };
  if (body['replace_original'] === true && original !== undefined) {
    patchMessage(world, ticket.channel, original, said);
  } else {
    postMessage(world, ticket.channel, { ...said, ...audience(ticket, body) });
  }
  return accepted;
}

const accepted: ResponseUrlAnswer = { status: 200, body: { ok: true } };

function audience(ticket: ResponseTicket, body: JsonObject) {
  const threadTs = textOf(body['thread_ts']);
  return {
    ...(body['response_type'] === 'in_channel' ? {} : { ephemeralTo: ticket.user }),
    ...(threadTs === undefined ? {} : { threadTs }),
  };
}

function refused(status: number, error: string): ResponseUrlAnswer {
  return { status, body: { ok: false, error } };
}
