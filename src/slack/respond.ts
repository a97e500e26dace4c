import type { FetchFunction } from '@slack/web-api';
import type { Plain } from '../domain/kernel/change.ts';
import { CALL_MS, withSlash } from './web-client.ts';

export type Respond = (
  url: string,
  body: Readonly<Record<string, Plain>>,
) => Promise<{ readonly ok: boolean; readonly why: string }>;

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const HOSTS = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);

/**
 * Posts to a response_url, and to nothing else: an address that is not Slack's (or, with
 * SLACK_API_URL, of that very server) is not called, whoever put it into a payload.
 */
export function createRespond(
  fetch: FetchFunction,
  apiUrl: string | null,
  withinMs = CALL_MS,
): Respond {
  const ownOrigin = apiUrl ? new URL(withSlash(apiUrl)).origin : null;
  return async (url, body) => {
    if (!isSlack(url, ownOrigin)) return { ok: false, why: 'not an address of Slack' };
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(withinMs),
      });
      return { ok: response.ok, why: `http ${response.status}` };
    } catch (error) {
      return { ok: false, why: error instanceof Error ? error.message : String(error) };
    }
  };
}

function isSlack(url: string, ownOrigin: string | null): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin, username } = new URL(url);
  if (username !== '') return false;
  return (protocol === 'https:' && HOSTS.has(hostname)) || origin === ownOrigin;
}
