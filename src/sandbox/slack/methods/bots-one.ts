import { userOf } from '../model/lookup.ts';
import { appId, botId, botUserId } from '../model/seed.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { type Method, refuse } from './method.ts';

export const botsOne: Method = {
  name: 'bots.info',
  scopes: ['users:read'],
  perMinute: perMinute.tier3,
  token: 'bot',
  needsTeam: true,
  run({ world, args }) {
    if ((args.text('bot') ?? botId) !== botId) return refuse('bot_not_found');
    const bot = {
      id: botId,
      deleted: false,
      name: userOf(world, botUserId)?.realName ?? 'Bot',
      updated: 1_700_000_000,
      app_id: appId,
      user_id: botUserId,
      icons: {},
    };
    return { ok: true, bot };
  },
};
