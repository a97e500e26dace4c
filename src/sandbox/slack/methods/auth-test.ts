import { botId, botUserId } from '../model/seed.ts';
import { perMinute } from '../rules/rate-limit.ts';
import type { Method } from './method.ts';

export const authTest: Method = {
  name: 'auth.test',
  scopes: [],
  perMinute: perMinute.special,
  token: 'bot',
  run: ({ world }) => ({
    ok: true,
    url: `https://${world.seed.team.domain}.slack.com/`,
    team: world.seed.team.name,
    user: world.state.users.get(botUserId)?.name ?? 'bot',
    team_id: world.seed.team.id,
    user_id: botUserId,
    bot_id: botId,
    is_enterprise_install: world.app.isOrgInstall === true,
    ...(world.seed.team.enterprise === undefined
      ? {}
      : { enterprise_id: world.seed.team.enterprise.id }),
  }),
};
