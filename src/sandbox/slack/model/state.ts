import type { JsonObject } from '../json.ts';
import type { Message } from './message.ts';
import type { View } from './view.ts';
import type { Channel, User, WorkspaceSeed } from './workspace.ts';

/** A response_url as it is remembered. */
export interface ResponseTicket {
  readonly id: string;
  readonly channel: string;
  readonly user: string;
  readonly expiresAtMs: number;
  readonly usesLeft: number;
  /** The message that was clicked; absent for a slash command. */
  readonly originalTs?: string;
}

/** A file that the app uploaded, whole; a PNG or a JPEG as far as the page is concerned. */
export interface StoredFile {
  readonly id: string;
  readonly title: string;
  readonly altText: string;
  /** From when on a message may show it: Slack looks at it first. */
  readonly readyAtMs: number;
  readonly base64: string;
}

/** A document; `users` may see and change it. */
export interface Canvas {
  readonly id: string;
  readonly title: string;
  readonly markdown: string;
  readonly users: readonly string[];
}

/** Every change that outlives a restart. The journal is a list of these. */
export type Entry =
  | { readonly kind: 'message'; readonly channel: string; readonly message: Message }
  | { readonly kind: 'deleted'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'channel'; readonly channel: Channel }
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'home'; readonly view: View }
  | { readonly kind: 'canvas'; readonly canvas: Canvas }
  | { readonly kind: 'response'; readonly ticket: ResponseTicket }
  | { readonly kind: 'file'; readonly file: StoredFile }
  | { readonly kind: 'reset' };

export interface State {
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  /** By channel, oldest first. */
  readonly messages: Map<string, Message[]>;
  readonly homes: Map<string, View>;
  readonly responses: Map<string, ResponseTicket>;
  readonly files: Map<string, StoredFile>;
  readonly canvases: Map<string, Canvas>;
  /** `channel ts` of what was deleted. */
  readonly deleted: Set<string>;
}

export function emptyState(seed: WorkspaceSeed): State {
  return {
    users: new Map(seed.users.map((user) => [user.id, user])),
    channels: new Map(seed.channels.map((channel) => [channel.id, channel])),
    messages: new Map(),
    homes: new Map(),
    responses: new Map(),
    files: new Map(),
    canvases: new Map(),
    deleted: new Set(),
  };
}

/** Applies one change; the same function at run time and when a journal is read again. */
export function apply(state: State, entry: Entry): void {
  switch (entry.kind) {
    case 'message':
      putMessage(state, entry.channel, entry.message);
      break;
    case 'deleted':
      dropMessage(state, entry.channel, entry.ts);
      state.deleted.add(`${entry.channel} ${entry.ts}`);
      break;
    case 'channel':
      state.channels.set(entry.channel.id, entry.channel);
      break;
    case 'user':
      state.users.set(entry.user.id, entry.user);
      break;
    case 'home':
      state.homes.set(entry.view.userId, entry.view);
      break;
    case 'canvas':
      state.canvases.set(entry.canvas.id, entry.canvas);
      break;
    case 'response':
      state.responses.set(entry.ticket.id, entry.ticket);
      forgetOldest(state.responses, mostResponses);
      break;
    case 'file':
      state.files.set(entry.file.id, entry.file);
      forgetOldest(state.files, mostFiles);
      break;
    case 'reset':
      state.messages.clear();
      state.homes.clear();
      state.responses.clear();
      state.files.clear();
      state.canvases.clear();
      state.deleted.clear();
      break;
    default:
      entry satisfies never;
  }
}

/** Long before this many are remembered the first has expired. */
const mostResponses = 10_000;
/** A picture is some tens of kilobytes. */
const mostFiles = 200;

function forgetOldest(all: Map<string, unknown>, most: number): void {
  const [oldest] = all.keys();
  if (all.size > most && oldest !== undefined) all.delete(oldest);
}

function putMessage(state: State, channel: string, message: Message): void {
  const list = state.messages.get(channel) ?? [];
  state.messages.set(channel, list);
  const at = list.findIndex((old) => old.ts === message.ts);
  if (at === -1) list.push(message);
  else list[at] = message;
}

function dropMessage(state: State, channel: string, ts: string): void {
  const list = state.messages.get(channel) ?? [];
  const at = list.findIndex((old) => old.ts === ts);
  if (at !== -1) list.splice(at, 1);
}

/** The shortest list of entries that rebuilds the state; ephemeral messages are not kept. */
export function snapshot(state: State, nowMs: number): readonly Entry[] {
  const messages = [...state.messages].flatMap(([channel, list]) =>
    list
      .filter((message) => message.ephemeralTo === undefined)
      .map((message): Entry => ({ kind: 'message', channel, message })),
  );
  return [
    ...[...state.users.values()].map((user): Entry => ({ kind: 'user', user })),
    ...[...state.channels.values()].map((channel): Entry => ({ kind: 'channel', channel })),
    ...[...state.homes.values()].map((view): Entry => ({ kind: 'home', view })),
    ...[...state.responses.values()]
      .filter((ticket) => ticket.expiresAtMs > nowMs && ticket.usesLeft > 0)
      .map((ticket): Entry => ({ kind: 'response', ticket })),
    ...[...state.files.values()].map((file): Entry => ({ kind: 'file', file })),
    ...[...state.canvases.values()].map((canvas): Entry => ({ kind: 'canvas', canvas })),
    ...messages,
  ];
}

/** What a listener is told after a change; `only` names the one person who may see it. */
export interface Change {
  readonly type:
    | 'message'
    | 'changed'
    | 'deleted'
    | 'view'
    | 'view_closed'
    | 'home'
    | 'channel'
    | 'reset';
  readonly channel?: string;
  readonly message?: Message;
  readonly view?: JsonObject;
  readonly user?: string;
  readonly only?: string;
}
