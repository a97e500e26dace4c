export type { Clock } from './clock.ts';
export { createLocalSlack, type LocalSlack } from './local-slack.ts';
export { botId, botUserId, demoWorkspace } from './model/seed.ts';
export type { MessageShortcut, SlashCommand } from './model/workspace.ts';
export type { Health, LocalSlackOptions } from './options.ts';
export { refuseBesideRealCredentials } from './refuse-beside-real.ts';
