import { perMinute } from '../rules/rate-limit.ts';
import { type Method, missing, refuse } from './method.ts';

export const usergroupsUsersList: Method = {
  name: 'usergroups.users.list',
  scopes: ['usergroups:read'],
  perMinute: perMinute.tier2,
  token: 'bot',
  needsTeam: true,
  run({ world, args }) {
    const id = args.text('usergroup');
    if (id === undefined) return missing('usergroup');
    const group = world.seed.userGroups?.find((one) => one.id === id);
    return group === undefined ? refuse('no_such_subteam') : { ok: true, users: group.users };
  },
};
