import { z } from 'zod';
import { channelOf, messageAt, userOf } from '../model/lookup.ts';
import type { Message } from '../model/message.ts';
import { deleteMessage } from '../model/post.ts';
import { botUserId } from '../model/seed.ts';
import type { Channel } from '../model/workspace.ts';
import type { World } from '../model/world.ts';
import { post, type Reply } from './endpoint.ts';

const call = z.strictObject({
  method: z.string(),
  answer: z.union([
    z.enum(['ratelimited', 'error500', 'drop', 'timeout_after_effect', 'drop_after_effect']),
    z.strictObject({ error: z.string() }),
  ]),
  times: z.int().positive().optional(),
  retryAfterSeconds: z.int().positive().optional(),
});

/** What may be ordered to go wrong; see docs/sandbox.md. */
export const faultOrder = z.strictObject({
  /** Next calls of the Web API. */
  calls: z.array(call).default([]),
  events: z
    .strictObject({ duplicate: z.int().min(0).default(0), reorder: z.int().min(0).default(0) })
    .optional(),
  revoke_token: z.boolean().optional(),
  /** Null lifts it. */
  edit_window_ms: z.number().positive().nullable().optional(),
  /** Channels, by id or name, and what becomes of them. */
  channels: z
    .record(
      z.string(),
      z.strictObject({
        is_archived: z.boolean().optional(),
        is_ext_shared: z.boolean().optional(),
        bot_is_member: z.boolean().optional(),
      }),
    )
    .default({}),
  users: z
    .record(
      z.string(),
      z.strictObject({
        deleted: z.boolean().optional(),
        is_restricted: z.boolean().optional(),
        is_stranger: z.boolean().optional(),
      }),
    )
    .default({}),
  /** Messages that somebody deletes, as an administrator may anybody's. */
  delete: z.array(z.strictObject({ channel: z.string(), ts: z.string() })).default([]),
  socket: z.enum(['refresh', 'drop']).optional(),
});

export type FaultRequest = z.input<typeof faultOrder>;

export interface SocketFaults {
  refresh(): void;
  drop(): void;
}

/** Orders faults; `sockets` is absent where the app takes HTTP. */
export function faultsEndpoint(sockets: SocketFaults | undefined) {
  return post('faults', faultOrder, (world, order) => orderFaults(world, order, sockets));
}

export function orderFaults(
  world: World,
  request: FaultRequest,
  sockets: SocketFaults | undefined,
): Reply {
  const order = faultOrder.parse(request);
  const lost = unknownNames(world, order);
  if (lost.length > 0) return refused('not_found', `There is no ${lost.join(', ')}.`);
  if (order.socket !== undefined && sockets === undefined) {
    return refused('no_sockets', 'The app takes HTTP, so there are no sockets.');
  }
  changeFaults(world, order);
  changeChannels(world, order.channels);
  changeUsers(world, order.users);
  for (const { channel, ts } of order.delete) deleteIn(world, channel, ts);
  if (order.socket !== undefined) sockets?.[order.socket]();
  return { status: 200, body: { ok: true } };
}

function changeFaults({ faults }: World, order: Order): void {
  for (const { times, retryAfterSeconds, ...one } of order.calls) {
    faults.order({
      ...one,
      ...(times === undefined ? {} : { times }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  }
  if (order.events !== undefined) faults.orderEvents(order.events);
  if (order.revoke_token !== undefined) faults.setTokenRevoked(order.revoke_token);
  if (order.edit_window_ms !== undefined) faults.setEditWindowMs(order.edit_window_ms ?? undefined);
}

type Order = z.output<typeof faultOrder>;

function unknownNames(world: World, order: Order): readonly string[] {
  return [
    ...Object.keys(order.channels).filter((name) => channelOf(world, name) === undefined),
    ...order.delete
      .filter(({ channel, ts }) => messageIn(world, channel, ts) === undefined)
      .map(({ channel, ts }) => `${ts} in ${channel}`),
    ...Object.keys(order.users).filter((id) => userOf(world, id) === undefined),
  ];
}

function messageIn(world: World, name: string, ts: string): Message | undefined {
  const channel = channelOf(world, name);
  return channel === undefined ? undefined : messageAt(world, channel.id, ts);
}

function deleteIn(world: World, name: string, ts: string): void {
  const channel = channelOf(world, name);
  const message = messageIn(world, name, ts);
  if (channel !== undefined && message !== undefined) deleteMessage(world, channel.id, message);
}

function changeChannels(world: World, changes: Order['channels']): void {
  for (const [name, change] of Object.entries(changes)) {
    const old = channelOf(world, name);
    if (old === undefined) continue;
    const others = old.members.filter((id) => id !== botUserId);
    const channel: Channel = {
      ...old,
      ...(change.is_archived === undefined ? {} : { isArchived: change.is_archived }),
      ...(change.is_ext_shared === undefined ? {} : { isExtShared: change.is_ext_shared }),
      ...(change.bot_is_member === undefined
        ? {}
        : { members: change.bot_is_member ? [...others, botUserId] : others }),
    };
    world.commit({ kind: 'channel', channel }, { type: 'channel', channel: channel.id });
  }
}

function changeUsers(world: World, changes: Order['users']): void {
  for (const [id, change] of Object.entries(changes)) {
    const old = userOf(world, id);
    if (old === undefined) continue;
    const user = {
      ...old,
      ...(change.deleted === undefined ? {} : { deleted: change.deleted }),
      ...(change.is_restricted === undefined ? {} : { isRestricted: change.is_restricted }),
      ...(change.is_stranger === undefined
        ? {}
        : {
            isStranger: change.is_stranger,
            teamId: change.is_stranger ? 'T0STRANGER' : world.seed.team.id,
          }),
    };
    world.commit({ kind: 'user', user });
  }
}

function refused(error: string, message: string): Reply {
  return { status: 404, body: { ok: false, error, message } };
}
