import { perMinute } from '../rules/rate-limit.ts';
import type { Method } from './method.ts';

export const usergroupsList: Method = {
  name: 'usergroups.list',
  scopes: ['usergroups:read'],
  perMinute: perMinute.tier2,
  token: 'bot',
  needsTeam: true,
  run: ({ world, args }) => ({
    ok: true,
    usergroups: (world.seed.userGroups ?? []).map((group) => ({
      id: group.id,
      team_id: world.seed.team.id,
      is_usergroup: true,
      name: group.name,
      handle: group.handle,
      description: '',
      date_delete: 0,
      user_count: group.users.length,
      ...(args.flag('include_users') ? { users: group.users } : {}),
    })),
  }),
};
