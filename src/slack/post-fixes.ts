const TOKEN = 'Slack refuses our token: install the app again and set SLACK_BOT_TOKEN.';
const INVITE = 'I am not in the channel: invite me with `/invite @Fairway`.';
const ARCHIVED = 'The channel is archived: bring it back, or name another in fairway.yaml.';
const CLOSED = 'The channel lets only some people post: allow the app to.';
const EDIT = 'Slack does not let me edit this message any more.';

/** Why a message cannot go out, and what somebody can do about it. */
const MENDABLE: Readonly<Record<string, string>> = {
  channel_not_found: `${INVITE} Or correct \`channel\` in fairway.yaml.`,
  not_in_channel: INVITE,
  is_archived: ARCHIVED,
  is_inactive: ARCHIVED,
  restricted_action: CLOSED,
  restricted_action_read_only_channel: CLOSED,
  missing_scope: 'The app lacks a scope: install it again with the manifest.',
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  account_inactive: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
};

/** The message is there no more, or may not be touched: only a new one can show what is so now. */
const GONE: Readonly<Record<string, string>> = {
  message_not_found: 'Somebody deleted this message twice, so I leave it deleted.',
  cant_update_message: EDIT,
  edit_window_closed: EDIT,
};

/** Somebody can mend this, and then the message should go out after all. */
export function isMendable(error: string): boolean {
  return Object.hasOwn(MENDABLE, error);
}

export function isGone(error: string): boolean {
  return Object.hasOwn(GONE, error);
}

export function sayPostRefused(error: string): string {
  const fix = MENDABLE[error] ?? GONE[error] ?? 'This is a fault of Fairway: please report it.';
  return `${fix} (${error})`;
}
