import { newId, newSecret } from '../../ids.ts';
import type { JsonObject } from '../../json.ts';
import { appId, botUserId } from '../../model/seed.ts';
import type { Channel } from '../../model/workspace.ts';
import type { World } from '../../model/world.ts';
import { verificationToken } from './actor.ts';

/** docs.slack.dev/apis/events-api#events-JSON: the wrapper of one event. */
export function eventPayload(world: World, event: JsonObject): JsonObject {
  const { team } = world.seed;
  const enterpriseId = team.enterprise?.id ?? null;
  return {
    token: verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: enterpriseId,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(world.clock.now() / 1000),
    authorizations: [
      {
        enterprise_id: enterpriseId,
        team_id: world.app.isOrgInstall ? null : team.id,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: world.app.isOrgInstall === true,
      },
    ],
    is_ext_shared_channel: isShared(world, event),
    event_context: `4-${newSecret(24)}`,
  };
}

function isShared(world: World, event: JsonObject): boolean {
  const channel: Channel | undefined = world.state.channels.get(String(event['channel']));
  return channel?.isExtShared === true;
}
