import { messageShortcutPayload } from '../deliver/payloads/message-shortcut.ts';
import { messageAt } from '../model/lookup.ts';
import type { World } from '../model/world.ts';
import { failureName } from '../rules/ack.ts';
import { cannotCommand } from '../rules/actors.ts';
import { issueResponseUrl } from '../rules/response-url.ts';
import { type ActResult, actingPlace, actingUser, isRefused, refuseAct } from './act.ts';

export interface ShortcutAct {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly callback_id: string;
}

/** A person chooses a shortcut of the app in the menu of a message, in a thread or not. */
export async function useShortcut(world: World, act: ShortcutAct): Promise<ActResult> {
  const user = actingUser(world, act.user);
  if (isRefused(user)) return user;
  const channel = actingPlace(world, user, act.channel);
  if (isRefused(channel)) return channel;
  const stranger = cannotCommand(user);
  if (stranger) return refuseAct(403, stranger.error, stranger.message);
  const known = (world.app.messageShortcuts ?? []).map(({ callbackId }) => callbackId);
  if (!known.includes(act.callback_id)) {
    const words = `The app has no shortcut "${act.callback_id}"; it has: ${known.join(', ') || 'none'}.`;
    return refuseAct(404, 'unknown_shortcut', words);
  }
  const message = messageAt(world, channel.id, act.ts);
  // What only one person sees has no menu.
  if (message === undefined || message.ephemeralTo !== undefined) {
    return refuseAct(404, 'message_not_found', `There is no message ${act.ts} with a menu.`);
  }
  const payload = messageShortcutPayload(world, {
    ...{ user, channel, message, callbackId: act.callback_id },
    triggerId: world.triggers.issue({ userId: user.id }),
    responseUrl: issueResponseUrl(world, { channel: channel.id, user: user.id }),
  });
  const outcome = await world.send({ kind: 'interactive', payload });
  if (outcome.ok) return { ok: true };
  const error = failureName(outcome.reason);
  return refuseAct(200, error, `The app did not acknowledge the shortcut (${error}).`);
}
