import type { JsonObject } from '../json.ts';
import { botIsIn } from '../model/lookup.ts';
import type { Channel } from '../model/workspace.ts';
import { readablePlace } from '../rules/posting.ts';
import { conversationScope, missingScope } from '../rules/scopes.ts';
import { type MethodCall, missing, refuse } from './method.ts';

/** Runs `then` on the channel of a reading call, once it exists and the scope for its kind is there. */
export function withChannel(
  { world, args }: MethodCall,
  right: 'read' | 'history',
  then: (channel: Channel) => JsonObject,
): JsonObject {
  const id = args.text('channel');
  if (id === undefined) return missing('channel');
  const channel = readablePlace(world, id);
  if (typeof channel === 'string') return refuse(channel);
  const refusal = missingScope(world, [conversationScope(channel, right)]);
  if (refusal !== undefined) return refusal;
  if (right === 'history' && !botIsIn(channel)) return refuse('not_in_channel');
  return then(channel);
}
