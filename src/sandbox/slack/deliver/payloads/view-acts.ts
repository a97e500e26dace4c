import type { JsonObject } from '../../json.ts';
import type { View } from '../../model/view.ts';
import type { User } from '../../model/workspace.ts';
import type { World } from '../../model/world.ts';
import { interactionBase } from './actor.ts';
import { slackView } from './view.ts';

/** docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function viewSubmissionPayload(
  world: World,
  user: User,
  view: View,
  triggerId: string,
): JsonObject {
  return {
    type: 'view_submission',
    ...interactionBase(world, user),
    trigger_id: triggerId,
    view: slackView(world, view),
    response_urls: [],
  };
}

/** Sent only where the view asks for it with `notify_on_close`. */
export function viewClosedPayload(
  world: World,
  user: User,
  view: View,
  isCleared: boolean,
): JsonObject {
  return {
    type: 'view_closed',
    ...interactionBase(world, user),
    view: slackView(world, view),
    is_cleared: isCleared,
  };
}
