import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../ports/log.ts';
import type { Api } from './api.ts';
import { createBoltLogger } from './bolt-logger.ts';
import { createKeepAliveFetch } from './keep-alive-fetch.ts';

const SLACK_API = 'https://slack.com/api/';
/** How long a call may go unanswered. */
export const CALL_MS = 10_000;

interface Reached {
  readonly botToken: string;
  readonly apiUrl: string | null;
  readonly within?: { readonly callMs: number };
}

export interface Web {
  readonly api: Api;
  /** The same settings for whoever makes a client of his own. */
  readonly options: WebClientOptions;
  readonly fetch: NonNullable<WebClientOptions['fetch']>;
  readonly post: ReturnType<typeof createKeepAliveFetch>['post'];
  close(): void;
}

/**
 * The way to Slack. No retries of the library's own: they would repeat a post whose answer was lost,
 * and its queue would stop for one method's Retry-After. Retrying is the outbox's and the inbox's.
 */
export function createWeb({ botToken, apiUrl, within }: Reached, log: Log): Web {
  const kept = createKeepAliveFetch();
  const options: WebClientOptions = {
    slackApiUrl: withSlash(apiUrl ?? SLACK_API),
    logger: createBoltLogger(log),
    timeout: within?.callMs ?? CALL_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: kept.fetch,
  };
  const client = new WebClient(botToken, options);
  return {
    api: async (method, args) => ({ ...(await client.apiCall(method, { ...args })) }),
    options,
    fetch: kept.fetch,
    post: kept.post,
    close: kept.close,
  };
}

/** Without it the client would call `…/apiauth.test`. */
export function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
