import type { JsonObject } from '../json.ts';
import type { Channel } from '../model/workspace.ts';
import type { World } from '../model/world.ts';

/** The refusal for a token that has none of `anyOf`; undefined where it has one, or none is needed. */
export function missingScope(world: World, anyOf: readonly string[]): JsonObject | undefined {
  if (anyOf.length === 0 || anyOf.some((scope) => world.app.scopes.includes(scope)))
    return undefined;
  return {
    ok: false,
    error: 'missing_scope',
    needed: anyOf.join(','),
    provided: world.app.scopes.join(','),
  };
}

/** `channels:read`, `groups:history`, … : the scope depends on what kind of channel it is. */
export function conversationScope(channel: Channel, right: 'read' | 'history' | 'write'): string {
  if (channel.isIm) return `im:${right}`;
  return channel.isPrivate ? `groups:${right}` : `channels:${right}`;
}

export const anyRead: readonly string[] = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

export const anyHistory: readonly string[] = [
  'channels:history',
  'groups:history',
  'im:history',
  'mpim:history',
];
