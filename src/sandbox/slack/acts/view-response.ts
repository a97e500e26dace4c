import { isObject, type JsonObject, objectsOf, textOf } from '../json.ts';
import { newView, revisedView } from '../model/new-view.ts';
import { announceClosed, showModal } from '../model/show-view.ts';
import type { View } from '../model/view.ts';
import type { World } from '../model/world.ts';
import { unansweredModal } from '../rules/ack.ts';
import { maxStack } from '../rules/modal-stack.ts';
import { checkView } from '../rules/view-shape.ts';
import { type ActResult, refuseAct } from './act.ts';

/**
 * What an app may put in its ack of a submission: `errors` by block_id, `update`, `push`, `clear`.
 * Anything malformed leaves the modal open and shows the person that something went wrong.
 */
export function applyViewResponse(world: World, view: View, body: JsonObject): ActResult {
  switch (body['response_action']) {
    case 'errors':
      return showErrors(world, view, body['errors']);
    case 'update':
      return showNext(world, view, body['view'], 'replace');
    case 'push':
      return world.modals.stack(view.userId).length >= maxStack
        ? broken(world, 'push_limit_reached')
        : showNext(world, view, body['view'], 'push');
    case 'clear': {
      const open = world.modals.stack(view.userId);
      world.modals.closeAll(view.userId);
      for (const one of open) announceClosed(world, one);
      return { ok: true };
    }
    default:
      return broken(world, `unknown response_action ${String(body['response_action'])}`);
  }
}

function showErrors(world: World, view: View, errors: unknown): ActResult {
  if (!isObject(errors) || Object.keys(errors).length === 0)
    return broken(world, 'errors must be an object');
  const inputs = objectsOf(view.body['blocks']).filter((block) => block['type'] === 'input');
  const ids = inputs.map((block) => block['block_id']);
  const shown: Record<string, string> = {};
  for (const [blockId, message] of Object.entries(errors)) {
    const text = textOf(message);
    if (text === undefined || !ids.includes(blockId)) {
      return broken(world, `errors name the block_id of an input block; "${blockId}" is none`);
    }
    shown[blockId] = text;
  }
  return { ...refuseAct(200, 'view_errors', 'The app refused the form.'), errors: shown };
}

function showNext(world: World, view: View, next: unknown, how: 'replace' | 'push'): ActResult {
  const faults = checkView(next, 'modal');
  if (!isObject(next) || faults.length > 0) return broken(world, faults.join('; '));
  const shown =
    how === 'push' ? newView(world, view.userId, next, view) : revisedView(world, view, next);
  showModal(world, shown, how);
  return { ok: true };
}

function broken(world: World, why: string): ActResult {
  world.log.warn({ why }, 'the app acknowledged a submission with something Slack does not accept');
  return refuseAct(200, 'invalid_response', `${unansweredModal} (${why})`);
}
