import { z } from 'zod';
import type { Log } from '../ports/log.ts';
import { type Api, call } from './api.ts';

const AuthTest = z.object({
  user_id: z.string(),
  bot_id: z.string().nullish(),
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
  url: z.string().nullish(),
});

export interface Bot {
  readonly user: string;
  readonly bot: string | null;
  readonly team: string;
  readonly enterprise: string | null;
  /** Where people reach the workspace, with a slash at its end. */
  readonly url: string;
}

export interface BotIdentity {
  /** Null until Slack has told; a start never waits for it. */
  current(): Bot | null;
  /** Why it is not known, or null. */
  problem(): string | null;
  stop(): void;
}

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;

/** Asks Slack who we are, in the background, until it says. */
export function createBotIdentity(api: Api, log: Log): BotIdentity {
  let bot: Bot | null = null;
  let problem: string | null = 'not asked yet';
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const ask = async (retryMs: number): Promise<void> => {
    const called = await call(api, 'auth.test', {});
    const read = called.kind === 'ok' ? AuthTest.safeParse(called.answer) : null;
    if (read?.success) {
      const { user_id, bot_id, team_id, enterprise_id, url } = read.data;
      bot = {
        user: user_id,
        bot: bot_id ?? null,
        team: team_id,
        enterprise: enterprise_id ?? null,
        url: url ?? 'https://app.slack.com/',
      };
      problem = null;
      return;
    }
    problem = called.kind === 'refused' ? `Slack says ${called.error}` : 'Slack does not answer';
    if (stopped) return;
    log.warn({ problem, retryMs }, 'our own identity in Slack is not known yet');
    timer = setTimeout(() => void ask(Math.min(LAST_RETRY_MS, retryMs * 2)), retryMs);
    timer.unref();
  };
  void ask(FIRST_RETRY_MS);
  return {
    current: () => bot,
    problem: () => problem,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
