import { WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { Api } from '../../../src/slack/api.ts';

export interface Posted {
  readonly ts: string;
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly thread: string | null;
  readonly broadcast: boolean;
  readonly metadata: unknown;
}

export type Mishap =
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'limited'; readonly seconds: number }
  /** The connection was never made. */
  | { readonly kind: 'unsent' }
  /** It arrived, and its answer was lost. */
  | { readonly kind: 'lost answer' }
  /** It was lost on its way, and nobody can tell the difference. */
  | { readonly kind: 'lost' };

export interface FakeApi {
  readonly api: Api;
  readonly calls: readonly {
    readonly method: string;
    readonly args: Readonly<Record<string, unknown>>;
  }[];
  readonly posts: Posted[];
  /** The next call of a method goes wrong like this; in order, once each. */
  next(method: string, ...mishaps: readonly Mishap[]): void;
  /** From now on a method answers this. */
  answers(method: string, answer: Readonly<Record<string, unknown>>): void;
}

/** Messages of a workspace in memory, with the ways in which a call can go wrong. */
export function createFakeApi(): FakeApi {
  const posts: Posted[] = [];
  const calls: { method: string; args: Readonly<Record<string, unknown>> }[] = [];
  const mishaps = new Map<string, Mishap[]>();
  const fixed = new Map<string, Readonly<Record<string, unknown>>>();
  const perform = (method: string, args: Readonly<Record<string, unknown>>) => {
    const answer = fixed.get(method) ?? work(posts, method, args);
    return { ok: true, ...answer };
  };
  return {
    calls,
    posts,
    next(method, ...some) {
      mishaps.set(method, [...(mishaps.get(method) ?? []), ...some]);
    },
    answers(method, answer) {
      fixed.set(method, answer);
    },
    async api(method, args) {
      calls.push({ method, args });
      const mishap = mishaps.get(method)?.shift();
      if (!mishap) return perform(method, args);
      if (mishap.kind === 'lost answer') perform(method, args);
      throw errorFor(mishap);
    },
  };
}

function errorFor(mishap: Mishap): Error {
  switch (mishap.kind) {
    case 'refused':
      return refused(mishap.error);
    case 'limited':
      return new WebAPIRateLimitedError(mishap.seconds);
    case 'unsent':
      return new WebAPIRequestError(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    case 'lost answer':
    case 'lost':
      return new WebAPIRequestError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
  }
}

function refused(error: string): Error {
  return new WebAPIPlatformError({ ok: false, error });
}

function work(posts: Posted[], method: string, args: Readonly<Record<string, unknown>>) {
  switch (method) {
    case 'chat.postMessage': {
      const ts = `1700000000.${String(posts.length + 1).padStart(6, '0')}`;
      posts.push(postOf(ts, args));
      return { ts };
    }
    case 'chat.update': {
      const at = posts.findIndex((one) => one.ts === args['ts']);
      const old = posts[at];
      if (!old) throw refused('message_not_found');
      posts[at] = { ...postOf(old.ts, args), thread: old.thread, broadcast: old.broadcast };
      return { ts: old.ts };
    }
    case 'conversations.history':
      return page(posts.filter((one) => one.channel === args['channel'] && one.thread === null));
    case 'conversations.replies':
      return page(posts.filter((one) => one.thread === args['ts'] || one.ts === args['ts']));
    case 'views.open':
    case 'views.publish':
    case 'chat.postEphemeral':
      return {};
    default:
      throw new Error(`the fake knows no ${method}`);
  }
}

function page(messages: readonly Posted[]) {
  return { messages: messages.map(({ ts, metadata }) => ({ ts, metadata })), has_more: false };
}

function postOf(ts: string, args: Readonly<Record<string, unknown>>): Posted {
  const { channel, text, blocks, thread_ts, reply_broadcast, metadata } = args;
  return {
    ts,
    channel: String(channel),
    text: String(text),
    blocks: Array.isArray(blocks) ? blocks : [],
    thread: typeof thread_ts === 'string' ? thread_ts : null,
    broadcast: reply_broadcast === true,
    metadata,
  };
}
