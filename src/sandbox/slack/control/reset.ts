import { z } from 'zod';
import type { World } from '../model/world.ts';
import { post } from './endpoint.ts';

/** Body and content of the request do not matter: there is only one kind of reset. */
export const reset = post('reset', z.unknown(), (world) => {
  resetWorld(world);
  return { status: 200, body: { ok: true } };
});

/** Clears messages, modals, homes and ordered faults; people and channels are the seed's again. */
export function resetWorld(world: World): void {
  world.modals.clear();
  world.faults.clear();
  for (const user of world.seed.users) world.commit({ kind: 'user', user });
  for (const channel of world.seed.channels) world.commit({ kind: 'channel', channel });
  world.commit({ kind: 'reset' }, { type: 'reset' });
}
