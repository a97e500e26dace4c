import type { JsonObject } from '../json.ts';
import { channelOf, userOf } from '../model/lookup.ts';
import type { Channel, User } from '../model/workspace.ts';
import type { World } from '../model/world.ts';
import { cannotAct, cannotSee } from '../rules/actors.ts';

/** What became of something a person did. `status` is the HTTP status the control API answers with. */
export type ActResult =
  | ({ readonly ok: true } & JsonObject)
  | {
      readonly ok: false;
      readonly error: string;
      readonly message: string;
      readonly status: number;
      readonly errors?: Readonly<Record<string, string>>;
    };

export function refuseAct(
  status: number,
  error: string,
  message: string,
): ActResult & { ok: false } {
  return { ok: false, error, message, status };
}

/** The person who acts, or why they cannot. */
export function actingUser(world: World, userId: string): User | (ActResult & { ok: false }) {
  const user = userOf(world, userId);
  if (user === undefined) {
    return refuseAct(
      404,
      'user_not_found',
      `There is no user ${userId}; GET /_control/state lists them.`,
    );
  }
  const refusal = cannotAct(user);
  return refusal === undefined ? user : refuseAct(403, refusal.error, refusal.message);
}

/** The channel (id or name) they act in, or why they cannot. */
export function actingPlace(
  world: World,
  user: User,
  idOrName: string,
): Channel | (ActResult & { ok: false }) {
  const channel = channelOf(world, idOrName);
  if (channel === undefined) {
    return refuseAct(
      404,
      'channel_not_found',
      `There is no channel ${idOrName}; GET /_control/state lists them.`,
    );
  }
  const refusal = cannotSee(user, channel);
  return refusal === undefined ? channel : refuseAct(403, refusal.error, refusal.message);
}

export function isRefused<T extends object>(
  value: T | (ActResult & { ok: false }),
): value is ActResult & { ok: false } {
  return 'ok' in value && value.ok === false;
}
