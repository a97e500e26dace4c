import { isMember } from '../model/lookup.ts';
import type { Channel, User } from '../model/workspace.ts';

export interface ActorRefusal {
  readonly error: string;
  readonly message: string;
}

/** Who may not do anything at all here; undefined for those who may. */
export function cannotAct(user: User): ActorRefusal | undefined {
  if (user.deleted) return { error: 'user_deactivated', message: `${user.name} is deactivated.` };
  if (user.isBot) return { error: 'user_is_bot', message: `${user.name} is a bot, not a person.` };
  return undefined;
}

export function cannotSee(user: User, channel: Channel): ActorRefusal | undefined {
  if (isMember(channel, user.id)) return undefined;
  return {
    error: 'not_in_channel',
    message: `${user.name} is not in #${channel.name}, and so sees and does nothing there.`,
  };
}

/**
 * Slash commands belong to the workspace that installed the app: someone of another company in a
 * shared channel may press its buttons but not run its commands (docs.slack.dev/apis/slack-connect).
 */
export function cannotCommand(user: User): ActorRefusal | undefined {
  if (!user.isStranger) return undefined;
  return {
    error: 'stranger_cannot_command',
    message: `${user.name} belongs to another workspace: commands of this app do not exist there.`,
  };
}
