import { viewSubmissionPayload } from '../deliver/payloads/view-acts.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { View } from '../model/view.ts';
import type { User } from '../model/workspace.ts';
import type { World } from '../model/world.ts';
import { failureName, unansweredModal } from '../rules/ack.ts';
import { type ActResult, actingUser, isRefused, refuseAct } from './act.ts';
import { closeView } from './close.ts';
import { type FormValues, fillIn } from './fill-in.ts';
import { applyViewResponse } from './view-response.ts';

export interface SubmitAct {
  readonly user: string;
  readonly view_id?: string | undefined;
  /** By block_id or action_id. */
  readonly values: FormValues;
}

/**
 * A person fills in the topmost modal (or the one named, if it is that) and submits it. Errors, of
 * the client's own checks or of the app's, come back by block_id and leave the modal open.
 */
export async function submitView(world: World, act: SubmitAct): Promise<ActResult> {
  const user = actingUser(world, act.user);
  if (isRefused(user)) return user;
  const top = world.modals.top(user.id);
  if (top === undefined || (act.view_id !== undefined && act.view_id !== top.id)) {
    return refuseAct(404, 'view_not_found', `${user.name} has no such modal on top.`);
  }
  const filled = fillIn(top, act.values);
  if (!filled.ok) return filled.refusal;
  world.modals.replace(filled.view);
  if (Object.keys(filled.errors).length > 0) {
    return {
      ...refuseAct(200, 'validation_errors', 'The form is not complete.'),
      errors: filled.errors,
    };
  }
  return send(world, user, filled.view);
}

async function send(world: World, user: User, view: View): Promise<ActResult> {
  const triggerId = world.triggers.issue({ userId: user.id, viewId: view.id });
  const payload = viewSubmissionPayload(world, user, view, triggerId);
  const outcome = await world.send({ kind: 'interactive', payload });
  if (!outcome.ok) return refuseAct(200, failureName(outcome.reason), unansweredModal);
  const body: JsonObject = isObject(outcome.body) ? outcome.body : {};
  if (body['response_action'] !== undefined) return applyViewResponse(world, view, body);
  // The app may have replaced or closed the modal before its ack came.
  const now = world.modals.find(view.id);
  if (now !== undefined) await closeView(world, user, now, { isSubmitted: true });
  return { ok: true };
}
