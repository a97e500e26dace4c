import { perMinute } from '../rules/rate-limit.ts';
import { type Method, refuse } from './method.ts';

export const appsConnectionsOpen: Method = {
  name: 'apps.connections.open',
  scopes: [],
  perMinute: perMinute.tier4,
  token: 'app',
  run({ world }) {
    const url = world.openSocket();
    // An app whose manifest has Socket Mode off is refused like this.
    if (url === undefined) return refuse('not_allowed_token_type');
    return url === 'too_many' ? refuse('too_many_websockets') : { ok: true, url };
  },
};
