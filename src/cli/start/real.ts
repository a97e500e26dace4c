import { randomBytes } from 'node:crypto';
import type { StartSettings } from '../../config/env.ts';
import type { Log } from '../../ports/log.ts';
import type { Provider } from '../../ports/provider.ts';
import { createCommandProvider } from '../../providers/command/index.ts';
import { createHaproxyProvider } from '../../providers/haproxy/index.ts';
import type { SlackConfig } from '../../slack/app.ts';
import type { Ground } from './ground.ts';
import { probesHere } from './probes-here.ts';

type Real = Extract<StartSettings, { mode: 'real' }>;

/** Real Slack, PostgreSQL and, where there is one, Redis: nothing of the sandbox exists. */
export function realGround(settings: Real, log: Log): Ground {
  const { databaseUrl, redisUrl, host, port, role, configFolder } = settings;
  const url = databaseUrl.reveal();
  // An internet-facing process holds no way to where versions run.
  const providers = role === 'web' ? [] : providersOf({ folder: configFolder, log });
  return {
    databaseUrl: url,
    queue: redisUrl ? { kind: 'redis', url: redisUrl.reveal() } : { kind: 'postgres', url },
    slack: slackOf(settings),
    providers: new Map(providers.map((p) => [p.name, p])),
    listen: { host, port },
    health: [],
    ready: async ({ port: at }) => [`Fairway (${role}) answers on port ${at}.`],
    stop: async () => {},
  };
}

function providersOf(at: { readonly folder: string; readonly log: Log }): readonly Provider[] {
  const probes = probesHere();
  return [createCommandProvider(at), createHaproxyProvider(at)].map((one) => ({ ...one, probes }));
}

/** A worker posts and takes nothing: no socket is opened, and no request is signed with what nobody knows. */
function slackOf({ slack, role }: Real): SlackConfig {
  const base = { botToken: slack.botToken.reveal(), apiUrl: slack.apiUrl };
  if (role === 'worker') {
    return { ...base, signingSecrets: [randomBytes(32).toString('hex')], appToken: null };
  }
  return slack.transport === 'http'
    ? { ...base, signingSecrets: [slack.signingSecret.reveal()], appToken: null }
    : { ...base, signingSecrets: [], appToken: slack.appToken.reveal() };
}
