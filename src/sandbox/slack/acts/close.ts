import { viewClosedPayload } from '../deliver/payloads/view-acts.ts';
import { announceClosed } from '../model/show-view.ts';
import type { View } from '../model/view.ts';
import type { User } from '../model/workspace.ts';
import type { World } from '../model/world.ts';
import { type ActResult, actingUser, isRefused, refuseAct } from './act.ts';

export interface CloseAct {
  readonly user: string;
  readonly view_id?: string | undefined;
}

/** A person presses a modal's close button: of the topmost unless one is named. */
export async function closeModal(world: World, act: CloseAct): Promise<ActResult> {
  const user = actingUser(world, act.user);
  if (isRefused(user)) return user;
  const view =
    act.view_id === undefined ? world.modals.top(user.id) : world.modals.find(act.view_id);
  if (view === undefined || view.userId !== user.id) {
    return refuseAct(404, 'view_not_found', `${user.name} has no such modal open.`);
  }
  await closeView(world, user, view, { isSubmitted: false });
  return { ok: true };
}

/** Closes a view and what lies on it, and tells an app that asked with `notify_on_close`. */
export async function closeView(
  world: World,
  user: User,
  view: View,
  how: { readonly isSubmitted: boolean },
): Promise<void> {
  const stack = world.modals.stack(user.id);
  const isCleared = view.body['clear_on_close'] === true && !how.isSubmitted;
  const gone = isCleared ? stack : stack.slice(stack.findIndex((one) => one.id === view.id));
  if (isCleared) world.modals.closeAll(user.id);
  else world.modals.close(view.id);
  for (const one of gone) announceClosed(world, one);
  if (how.isSubmitted) return;
  const told = gone.filter((one) => one.body['notify_on_close'] === true);
  await Promise.all(
    told.map((one) =>
      world.send({ kind: 'interactive', payload: viewClosedPayload(world, user, one, isCleared) }),
    ),
  );
}
