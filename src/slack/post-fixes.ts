const TOKEN = 'Slack refuses our token: install the app again and set SLACK_BOT_TOKEN.';
const INVITE = 'I am not in the channel: invite me with `/invite @Fairway`.';
const EDIT = 'Slack does not let me edit this message any more.';

/** Why a message cannot go out, and what somebody can do about it; for errors that waiting does not mend. */
const FIXES: Readonly<Record<string, string>> = {
  channel_not_found: `${INVITE} Or correct \`channel\` in fairway.yaml.`,
  not_in_channel: INVITE,
  is_archived: 'The channel is archived: bring it back, or name another in fairway.yaml.',
  restricted_action: 'The channel lets only some people post: allow the app to.',
  missing_scope: 'The app lacks a scope: install it again with the manifest.',
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  account_inactive: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
  cant_update_message: EDIT,
  edit_window_closed: EDIT,
};

export function sayPostRefused(error: string): string {
  const fix = FIXES[error] ?? 'This is a fault of Fairway: please report it.';
  return `${fix} (${error})`;
}
