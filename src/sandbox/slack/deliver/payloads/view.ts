import { type JsonObject, objectsOf } from '../../json.ts';
import { stateValues } from '../../model/entered.ts';
import { appId, botId } from '../../model/seed.ts';
import type { View } from '../../model/view.ts';
import type { World } from '../../model/world.ts';

/** A view as views.* answers and payloads carry it. */
export function slackView(world: World, view: View): JsonObject {
  const teamId = world.seed.team.id;
  return {
    id: view.id,
    team_id: teamId,
    app_installed_team_id: teamId,
    app_id: appId,
    bot_id: botId,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    title: { type: 'plain_text', text: 'View Title', emoji: true },
    ...view.body,
    hash: view.hash,
    root_view_id: view.rootViewId,
    previous_view_id: view.previousViewId,
    state: { values: stateValues(objectsOf(view.body['blocks']), view.entered) },
  };
}
