import type { JsonObject } from '../json.ts';
import type { World } from '../model/world.ts';
import type { Args } from './args.ts';

export interface MethodCall {
  readonly world: World;
  readonly args: Args;
}

/** One method of the Web API. Its answer is the JSON Slack would send, `ok` included. */
export interface Method {
  readonly name: string;
  /** Any one of these is enough; none means none is needed. */
  readonly scopes: readonly string[];
  readonly perMinute: number;
  readonly token: 'bot' | 'app';
  /** Under an organisation-wide installation `team_id` says which workspace is meant. */
  readonly needsTeam?: boolean;
  /** The channel whose one-message-a-second limit the call counts against. */
  readonly paces?: (call: MethodCall) => string | undefined;
  readonly run: (call: MethodCall) => JsonObject;
}

export function refuse(error: string): JsonObject {
  return { ok: false, error };
}

/** What Slack answers where a required argument is absent. */
export function missing(...names: readonly string[]): JsonObject {
  const messages = names.map((name) => `[ERROR] missing required field: ${name}`);
  return { ok: false, error: 'invalid_arguments', response_metadata: { messages } };
}
