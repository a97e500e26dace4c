import { messageAt } from '../model/lookup.ts';
import type { Message, Reaction } from '../model/message.ts';
import { botUserId } from '../model/seed.ts';
import { postingPlace } from '../rules/posting.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { type Method, missing, refuse } from './method.ts';

export const reactionsAdd: Method = {
  name: 'reactions.add',
  scopes: ['reactions:write'],
  perMinute: perMinute.tier3,
  token: 'bot',
  run({ world, args }) {
    const absent = ['channel', 'name', 'timestamp'].filter((name) => args.text(name) === undefined);
    if (absent.length > 0) return missing(...absent);
    const name = (args.text('name') ?? '').replaceAll(':', '');
    if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) return refuse('invalid_name');
    const channel = postingPlace(world, args.text('channel'));
    if (typeof channel === 'string') return refuse(channel);
    const old = messageAt(world, channel.id, args.text('timestamp') ?? '');
    if (old === undefined || old.ephemeralTo !== undefined) return refuse('message_not_found');
    const reactions = withReaction(old.reactions ?? [], name);
    if (reactions === undefined) return refuse('already_reacted');
    const message: Message = { ...old, reactions };
    world.commit(
      { kind: 'message', channel: channel.id, message },
      { type: 'changed', channel: channel.id, message },
    );
    return { ok: true };
  },
};

/** The reactions with the bot's added; undefined where it is there already. */
function withReaction(all: readonly Reaction[], name: string): readonly Reaction[] | undefined {
  const same = all.find((one) => one.name === name);
  if (same === undefined) return [...all, { name, users: [botUserId] }];
  if (same.users.includes(botUserId)) return undefined;
  const added = { name, users: [...same.users, botUserId] };
  return all.map((one) => (one === same ? added : one));
}
