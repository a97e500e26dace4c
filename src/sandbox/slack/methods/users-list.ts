import { perMinute } from '../rules/rate-limit.ts';
import { type Method, refuse } from './method.ts';
import { pageOf } from './paging.ts';
import { slackUser } from './user-shape.ts';

export const usersList: Method = {
  name: 'users.list',
  scopes: ['users:read'],
  perMinute: perMinute.tier2,
  token: 'bot',
  needsTeam: true,
  run({ world, args }) {
    const page = pageOf([...world.state.users.values()], args);
    if (page === undefined) return refuse('invalid_cursor');
    return {
      ok: true,
      members: page.items.map((user) => slackUser(world, user)),
      cache_ts: Math.floor(world.clock.now() / 1000),
      response_metadata: { next_cursor: page.nextCursor },
    };
  },
};
