import type { JsonObject } from '../json.ts';
import { teamOf } from '../model/lookup.ts';
import type { User } from '../model/workspace.ts';
import type { World } from '../model/world.ts';

/** A user as users.info and users.list give it. Emails need a scope of their own and are left out. */
export function slackUser(world: World, user: User): JsonObject {
  const profile = {
    title: user.title ?? '',
    real_name: user.realName,
    real_name_normalized: user.realName,
    display_name: user.name,
    display_name_normalized: user.name,
    team: teamOf(world, user),
  };
  const who = { id: user.id, team_id: teamOf(world, user), name: user.name };
  const known = { ...who, deleted: user.deleted === true, profile, updated: 1_700_000_000 };
  // Of a deactivated person Slack tells little more.
  if (user.deleted) return { ...known, is_bot: user.isBot === true };
  return {
    ...known,
    color: user.color ?? '9f69e7',
    real_name: user.realName,
    tz: user.tz ?? 'Europe/Berlin',
    tz_label: user.tz ?? 'Europe/Berlin',
    tz_offset: 3_600,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.isRestricted === true || user.isUltraRestricted === true,
    is_ultra_restricted: user.isUltraRestricted === true,
    is_bot: user.isBot === true,
    is_app_user: false,
    is_stranger: user.isStranger === true,
  };
}
