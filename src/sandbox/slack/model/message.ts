import type { JsonObject } from '../json.ts';

/** One message as the workspace keeps it. */
export interface Message {
  /** Seconds and microseconds, `1700000000.000100`: id and order within the channel. */
  readonly ts: string;
  readonly threadTs?: string;
  readonly user: string;
  readonly isBot: boolean;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly metadata?: JsonObject;
  /** Set when only this person sees it. */
  readonly ephemeralTo?: string;
  readonly isBroadcast?: boolean;
  readonly editedTs?: string;
  readonly reactions?: readonly Reaction[];
  /** What is left of a deleted message that has replies: its thread goes on below. */
  readonly isTombstone?: boolean;
}

export interface Reaction {
  readonly name: string;
  readonly users: readonly string[];
}

/** What chat.update and a response_url may replace. */
export interface MessagePatch {
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments?: readonly JsonObject[];
  readonly metadata?: JsonObject;
  readonly isBroadcast?: boolean;
}

export function isReply(message: Message): boolean {
  return message.threadTs !== undefined && message.threadTs !== message.ts;
}
