import { slackView } from '../deliver/payloads/view.ts';
import { openDirectMessage } from '../model/direct-messages.ts';
import type { World } from '../model/world.ts';
import { type ActResult, actingUser, isRefused } from './act.ts';
import { isSubscribed } from './message.ts';

/** A person opens the app's Home tab. */
export function openHome(world: World, act: { readonly user: string }): ActResult {
  const user = actingUser(world, act.user);
  if (isRefused(user)) return user;
  const channel = openDirectMessage(world, user.id);
  const view = world.state.homes.get(user.id);
  if (isSubscribed(world, 'app_home_opened')) {
    world.emit({
      type: 'app_home_opened',
      user: user.id,
      channel: channel.id,
      event_ts: world.nextTs(),
      tab: 'home',
      ...(view === undefined ? {} : { view: slackView(world, view) }),
    });
  }
  return { ok: true };
}
