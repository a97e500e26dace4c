import { messageActionPayload, viewActionPayload } from '../deliver/payloads/block-actions.ts';
import { type JsonObject, objectsOf } from '../json.ts';
import { elementsOf, elementsOfMessage } from '../model/elements.ts';
import { withEntered } from '../model/entered.ts';
import { messageAt } from '../model/lookup.ts';
import type { View } from '../model/view.ts';
import type { User } from '../model/workspace.ts';
import type { World } from '../model/world.ts';
import { failureName } from '../rules/ack.ts';
import { issueResponseUrl } from '../rules/response-url.ts';
import { type ActResult, actingPlace, actingUser, isRefused, refuseAct } from './act.ts';
import { type Press, press } from './press.ts';

export interface MessageClick extends Press {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
}

export interface ViewClick extends Press {
  readonly user: string;
  readonly view_id?: string | undefined;
  readonly home?: boolean | undefined;
}

/** A person presses something on a message. Confirm dialogs are skipped: the client shows those. */
export async function clickMessage(world: World, act: MessageClick): Promise<ActResult> {
  const user = actingUser(world, act.user);
  if (isRefused(user)) return user;
  const channel = actingPlace(world, user, act.channel);
  if (isRefused(channel)) return channel;
  const message = messageAt(world, channel.id, act.ts);
  const isHidden = message?.ephemeralTo !== undefined && message.ephemeralTo !== user.id;
  if (message === undefined || isHidden) {
    return refuseAct(
      404,
      'message_not_found',
      `${user.name} sees no message ${act.ts} in #${channel.name}.`,
    );
  }
  const pressed = press(world, elementsOfMessage(message), act);
  if (!pressed.ok) return pressed;
  const { placed, kept, action } = pressed;
  const responseUrl = issueResponseUrl(world, {
    channel: channel.id,
    user: user.id,
    originalTs: message.ts,
  });
  const payload = messageActionPayload(
    world,
    { user, action, triggerId: world.triggers.issue({ userId: user.id }) },
    { channel, message, responseUrl },
    kept === undefined ? {} : withEntered({}, placed, kept),
  );
  return dispatch(world, payload);
}

/** A person presses something in an open modal or on the App Home. */
export async function clickView(world: World, act: ViewClick): Promise<ActResult> {
  const user = actingUser(world, act.user);
  if (isRefused(user)) return user;
  const view = viewOf(world, user, act);
  if (view === undefined) {
    return refuseAct(404, 'view_not_found', `${user.name} has no such modal or App Home open.`);
  }
  const pressed = press(world, elementsOf(objectsOf(view.body['blocks'])), act);
  if (!pressed.ok) return pressed;
  const { placed, kept, action } = pressed;
  const entered = kept === undefined ? view.entered : withEntered(view.entered, placed, kept);
  const now: View = { ...view, entered };
  if (view.type === 'modal') world.modals.replace(now);
  else world.commit({ kind: 'home', view: now });
  // An input without dispatch_action keeps what was entered until the modal is submitted.
  if (placed.block['type'] === 'input' && placed.block['dispatch_action'] !== true) {
    return { ok: true, dispatched: false };
  }
  const trigger = { userId: user.id, ...(view.type === 'modal' ? { viewId: view.id } : {}) };
  const triggerId = world.triggers.issue(trigger);
  return dispatch(world, viewActionPayload(world, { user, action, triggerId }, now));
}

function viewOf(world: World, user: User, act: ViewClick): View | undefined {
  if (act.home) return world.state.homes.get(user.id);
  if (act.view_id === undefined) return world.modals.top(user.id);
  const home = world.state.homes.get(user.id);
  if (home?.id === act.view_id) return home;
  const found = world.modals.find(act.view_id);
  return found?.userId === user.id ? found : undefined;
}

/** Slack reads nothing in the ack of an action; a missing one shows the person a warning sign. */
async function dispatch(world: World, payload: JsonObject): Promise<ActResult> {
  const outcome = await world.send({ kind: 'interactive', payload });
  if (outcome.ok) return { ok: true };
  const error = failureName(outcome.reason);
  return refuseAct(200, error, `The app did not acknowledge the click (${error}).`);
}
