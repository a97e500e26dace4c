/** Who and what a workspace consists of, in the words of Slack's payloads. */

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** Set for a workspace of an Enterprise Grid organisation. */
  readonly enterprise?: { readonly id: string; readonly name: string };
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly title?: string;
  readonly color?: string;
  readonly tz?: string;
  readonly isBot?: boolean;
  readonly deleted?: boolean;
  /** A guest of several channels. */
  readonly isRestricted?: boolean;
  /** A guest of one channel. */
  readonly isUltraRestricted?: boolean;
  /** Someone of another company, met in a shared channel; `teamId` is theirs. */
  readonly isStranger?: boolean;
  readonly teamId?: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly topic?: string;
  readonly isPrivate?: boolean;
  readonly isArchived?: boolean;
  readonly isExtShared?: boolean;
  /** A direct message: its members are the bot and one person. */
  readonly isIm?: boolean;
  /** Ids of the people and bots in it. */
  readonly members: readonly string[];
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

/** What a workspace holds before anybody has said a word. */
export interface WorkspaceSeed {
  readonly team: Team;
  readonly users: readonly User[];
  readonly channels: readonly Channel[];
  readonly userGroups?: readonly UserGroup[];
}

export interface SlashCommand {
  readonly command: string;
  readonly usageHint: string;
  readonly description: string;
  /** Slack's `should_escape`; on unless false. */
  readonly shouldEscape?: boolean;
}

export interface MessageShortcut {
  readonly callbackId: string;
  readonly name: string;
}

/** The one app installed in the workspace. Its bot is a user of the seed. */
export interface AppRegistration {
  readonly botToken: string;
  readonly signingSecret: string;
  /** `xapp-…`; needed for Socket Mode. */
  readonly appToken?: string;
  readonly clientId?: string;
  readonly commands: readonly SlashCommand[];
  /** What it adds to the menu of every message; nothing unless given. */
  readonly messageShortcuts?: readonly MessageShortcut[];
  /** Bot scopes the token was granted. */
  readonly scopes: readonly string[];
  /** Subscribed bot events; app_home_opened and app_mention unless given. */
  readonly events?: readonly string[];
  /** Installed on the organisation, not on the workspace: `team_id` becomes an argument. */
  readonly isOrgInstall?: boolean;
}
