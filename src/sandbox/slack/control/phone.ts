import type { LocalSlackOptions } from '../options.ts';
import type { Endpoint } from './endpoint.ts';

/** What the authenticator of one person shows now; null where they have none. */
export function phoneOf(phone: LocalSlackOptions['phone']): Endpoint {
  return {
    method: 'GET',
    path: 'phone/',
    run({ world, name }) {
      const shown = phone?.(name, world.clock.now()) ?? null;
      const { code, leftMs: left_ms, lastsMs: lasts_ms } = shown ?? {};
      return { status: 200, body: { phone: shown && { code, left_ms, lasts_ms } } };
    },
  };
}
