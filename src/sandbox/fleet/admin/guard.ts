import type { IncomingMessage } from 'node:http';
import { type Answer, no } from './answer.ts';

/**
 * The admin port has no password, so nothing a browser sends on a stranger's behalf may pass: the Host
 * must be this machine (a name rebound to 127.0.0.1 is not), and there must be no Origin.
 */
export function refuseBrowsers({ headers }: IncomingMessage): Answer | null {
  const host = headers.host?.replace(/:\d+$/, '');
  if (host !== '127.0.0.1' && host !== 'localhost')
    return no(403, 'not-local', 'the fleet answers only as 127.0.0.1 or localhost');
  if (headers.origin !== undefined)
    return no(403, 'from-a-browser', 'the fleet takes no calls from web pages');
  return null;
}
