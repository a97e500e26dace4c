import type { StartSettings } from '../../config/env.ts';
import type { Log } from '../../ports/log.ts';
import { createCommandProvider } from '../../providers/command/index.ts';
import type { Ground } from './ground.ts';

type Real = Extract<StartSettings, { mode: 'real' }>;

/** Real Slack, PostgreSQL and, where there is one, Redis: nothing of the sandbox exists. */
export function realGround(settings: Real, log: Log): Ground {
  const { slack, databaseUrl, redisUrl, host, port, role } = settings;
  const url = databaseUrl.reveal();
  // An internet-facing process holds no way to where versions run.
  const providers = role === 'web' ? [] : [createCommandProvider({ log })];
  return {
    databaseUrl: url,
    queue: redisUrl ? { kind: 'redis', url: redisUrl.reveal() } : { kind: 'postgres', url },
    slack: {
      botToken: slack.botToken.reveal(),
      signingSecrets: slack.transport === 'http' ? [slack.signingSecret.reveal()] : [],
      appToken: slack.transport === 'socket' ? slack.appToken.reveal() : null,
      apiUrl: slack.apiUrl,
    },
    providers: new Map(providers.map((p) => [p.name, p])),
    listen: { host, port },
    ready: async ({ port: at }) => [`Fairway (${role}) answers on port ${at}.`],
    stop: async () => {},
  };
}
