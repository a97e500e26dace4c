/** The people and channels of the page's own tests; no Fairway stands behind them. */
export const workspace = {
  team: { id: 'T1', name: 'Acme Shop', domain: 'acme-shop' },
  users: [
    {
      id: 'U1',
      name: 'ana',
      real_name: 'Ana Marín',
      title: 'Shop team',
      is_bot: false,
      color: '8d3d81',
    },
    {
      id: 'U2',
      name: 'ben',
      real_name: 'Ben Okafor',
      title: 'Site reliability',
      is_bot: false,
      color: '2f6f9f',
    },
    {
      id: 'U3',
      name: 'chloe',
      real_name: 'Chloé Lindqvist',
      title: 'Release captain',
      is_bot: false,
      color: '3a7d44',
    },
    {
      id: 'U4',
      name: 'dev',
      real_name: 'Dev Patel',
      title: 'Contractor',
      is_bot: false,
      is_restricted: true,
      color: 'a4502c',
    },
    { id: 'U9', name: 'fairway', real_name: 'Fairway', title: '', is_bot: true },
  ],
  channels: [
    {
      id: 'C1',
      name: 'deploys',
      topic: 'Releases of <https://shop.example|the shop> · ask with `/deploy`',
      members: ['U1', 'U2', 'U3', 'U4', 'U9'],
    },
    { id: 'C2', name: 'incidents', topic: '', members: ['U1', 'U2', 'U3', 'U9'] },
    { id: 'C3', name: 'general', topic: 'Everything else', members: ['U1', 'U2', 'U3'] },
    { id: 'C4', name: 'sre-private', topic: '', is_private: true, members: ['U2'] },
    { id: 'C5', name: 'partners', topic: '', is_ext_shared: true, members: ['U3'] },
  ],
  message_shortcuts: [{ callback_id: 'note', name: 'Note for the retro' }],
  commands: [
    {
      command: '/deploy',
      usage_hint: '<service>[@<version>] to <env> [because <text>]',
      description: 'Ask for a deployment',
    },
    {
      command: '/rollback',
      usage_hint: '<service> [to <version>] [in <env>]',
      description: 'Return to the last good version',
    },
    {
      command: '/release',
      usage_hint: 'help | status | list | show | why | approve | …',
      description: 'Everything else about releases',
    },
  ],
  app: { name: 'Fairway', user_id: 'U9', app_id: 'A1' },
} as const;
