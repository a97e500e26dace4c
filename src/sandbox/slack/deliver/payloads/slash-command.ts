import type { JsonObject } from '../../json.ts';
import { appId } from '../../model/seed.ts';
import type { Channel, User } from '../../model/workspace.ts';
import type { World } from '../../model/world.ts';
import { payloadName, verificationToken } from './actor.ts';

export interface SlashCommandAct {
  readonly user: User;
  readonly channel: Channel;
  readonly command: string;
  readonly text: string;
  readonly responseUrl: string;
  readonly triggerId: string;
}

/** docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export function slashCommandPayload(world: World, act: SlashCommandAct): JsonObject {
  const { team } = world.seed;
  return {
    token: verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    ...(team.enterprise === undefined
      ? {}
      : { enterprise_id: team.enterprise.id, enterprise_name: team.enterprise.name }),
    channel_id: act.channel.id,
    channel_name: payloadName(act.channel),
    user_id: act.user.id,
    user_name: act.user.name,
    command: act.command,
    text: act.text,
    api_app_id: appId,
    is_enterprise_install: String(world.app.isOrgInstall === true),
    response_url: act.responseUrl,
    trigger_id: act.triggerId,
  };
}
