import { z } from 'zod';
import type { Log } from '../ports/log.ts';
import { type Api, call } from './api.ts';

const AuthTest = z.object({
  user_id: z.string(),
  bot_id: z.string().nullish(),
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
  url: z.string().nullish(),
  response_metadata: z.object({ scopes: z.array(z.string()).nullish() }).nullish(),
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
  /** Why it is not known, or what it may not see and has to; null where all is well. */
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
      bot = botIn(read.data);
      problem = blindness(read.data.response_metadata?.scopes);
      if (problem) log.warn({ problem }, 'the app lacks a scope');
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

function botIn({ user_id, bot_id, team_id, enterprise_id, url }: z.infer<typeof AuthTest>): Bot {
  return {
    user: user_id,
    bot: bot_id ?? null,
    team: team_id,
    enterprise: enterprise_id ?? null,
    url: url ?? 'https://app.slack.com/',
  };
}

/** Without this scope every channel may be one that others read. @param scopes as Slack tells them; it may not */
function blindness(scopes: readonly string[] | null | undefined): string | null {
  if (!scopes || scopes.includes('channels:read')) return null;
  return 'the scope channels:read is missing: who reads a channel cannot be seen, so each that trustedChannels does not name is told only that there is news; install the app again with the manifest';
}
