import { teamOf } from '../../model/lookup.ts';
import { appId } from '../../model/seed.ts';
import type { Channel, User } from '../../model/workspace.ts';
import type { World } from '../../model/world.ts';

/** The old verification token: still sent by Slack, trusted by nobody. */
export const verificationToken = 'not-a-secret-use-the-signature';

/** The fields every interaction has: who, where installed, by which app. */
export function interactionBase(world: World, user: User) {
  const { team } = world.seed;
  const enterprise = team.enterprise ?? null;
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: teamOf(world, user) },
    team: world.app.isOrgInstall
      ? null
      : {
          id: team.id,
          domain: team.domain,
          ...(enterprise === null
            ? {}
            : { enterprise_id: enterprise.id, enterprise_name: enterprise.name }),
        },
    enterprise,
    is_enterprise_install: world.app.isOrgInstall === true,
    api_app_id: appId,
    token: verificationToken,
  };
}

export function placeOf(channel: Channel): { readonly id: string; readonly name: string } {
  return { id: channel.id, name: payloadName(channel) };
}

/** Payloads name a private channel `privategroup`, whatever it is called. */
export function payloadName(channel: Channel): string {
  if (channel.isIm) return 'directmessage';
  return channel.isPrivate ? 'privategroup' : channel.name;
}
