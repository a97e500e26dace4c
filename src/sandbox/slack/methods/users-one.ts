import { userOf } from '../model/lookup.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { type Method, missing, refuse } from './method.ts';
import { slackUser } from './user-shape.ts';

export const usersOne: Method = {
  name: 'users.info',
  scopes: ['users:read'],
  perMinute: perMinute.tier4,
  token: 'bot',
  run({ world, args }) {
    const id = args.text('user');
    if (id === undefined) return missing('user');
    const user = userOf(world, id);
    return user === undefined
      ? refuse('user_not_found')
      : { ok: true, user: slackUser(world, user) };
  },
};
