/**
 * What Slack checks when an app is made from a manifest, as far as ours uses it; JSON Schema draft 7.
 * Facts from slackapi/manifest-schema, schemas/manifest.schema.2.0.0.json (read November 2026), in
 * our own words and stricter: a key we do not use is refused, so a typing error cannot pass as one.
 */
const text = (minLength: number, maxLength: number) => ({ type: 'string', minLength, maxLength });
const yesNo = { type: 'boolean' };
const address = { type: 'string', pattern: '^https://', maxLength: 3000 };
const names = (maxItems: number) => ({
  type: 'array',
  minItems: 1,
  maxItems,
  uniqueItems: true,
  items: text(1, 50),
});

/** An object that has all of `required`, may have all of `optional`, and nothing else. */
function exactly(required: Record<string, object>, optional: Record<string, object> = {}) {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(required),
    properties: { ...required, ...optional },
  };
}

const slashCommand = exactly(
  {
    command: { ...text(2, 32), pattern: '^/[a-z-]+$' },
    description: text(1, 2000),
    should_escape: { const: true },
  },
  { url: address, usage_hint: text(1, 1000) },
);

const shortcut = exactly({
  name: text(1, 24),
  type: { enum: ['message', 'global'] },
  callback_id: text(1, 255),
  description: text(1, 150),
});

export const manifestSchema = exactly({
  _metadata: exactly({ major_version: { const: 2 } }),
  display_information: exactly(
    { name: text(1, 35), description: text(1, 140) },
    {
      long_description: text(175, 4000),
      background_color: { type: 'string', pattern: '^#([0-9a-fA-F]{3}){1,2}$' },
    },
  ),
  features: exactly({
    app_home: exactly({
      home_tab_enabled: { const: true },
      messages_tab_enabled: yesNo,
      messages_tab_read_only_enabled: yesNo,
    }),
    bot_user: exactly({ display_name: text(1, 80) }, { always_online: yesNo }),
    shortcuts: { type: 'array', minItems: 1, maxItems: 10, items: shortcut },
    slash_commands: { type: 'array', minItems: 1, maxItems: 50, items: slashCommand },
  }),
  oauth_config: exactly({ scopes: exactly({ bot: names(255) }, { bot_optional: names(255) }) }),
  settings: exactly({
    event_subscriptions: exactly({ bot_events: names(100) }, { request_url: address }),
    interactivity: exactly(
      { is_enabled: { const: true } },
      { request_url: address, message_menu_options_url: address },
    ),
    org_deploy_enabled: yesNo,
    socket_mode_enabled: yesNo,
    token_rotation_enabled: yesNo,
  }),
});
