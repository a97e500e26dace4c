import type { BrowserContext } from 'playwright-core';
import { type AllowedHost, reachOf, readUrl } from '../../outbound/allowed.ts';
import type { Gateway } from './gateway.ts';

/**
 * Cuts off what may not be asked before it leaves the browser, and takes away what would not ask through
 * the gateway. The answer says what pages were refused so far, here or there.
 */
export async function refusing(
  context: BrowserContext,
  gateway: Gateway,
  hosts: readonly AllowedHost[],
): Promise<() => readonly string[]> {
  const asked = new Set<string>();
  const refused = new Set<string>();
  const refusal = (text: string): string | null => {
    try {
      const url = readUrl(text.replace(/^ws(s?):/, 'http$1:'));
      asked.add(url.hostname);
      reachOf(url, hosts);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const note = (text: string): boolean => {
    if (!/^(https?|wss?):/.test(text)) return false;
    const why = refusal(text);
    if (why !== null) refused.add(why);
    return why === null;
  };
  await context.addInitScript(() => {
    for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport'])
      Reflect.deleteProperty(globalThis, name);
  });
  // Redirects do not come by here, which is why the gateway asks again.
  await context.route('**/*', async (route) => {
    const going = note(route.request().url()) ? route.continue() : route.abort('blockedbyclient');
    await going.catch(() => undefined); // the browser was ended meanwhile
  });
  context.on('request', (request) => void note(request.url()));
  context.on('page', (page) => void page.on('websocket', (socket) => void note(socket.url())));
  return () => [
    ...refused,
    ...[...gateway.refused].filter(([host]) => asked.has(host)).map(([, why]) => why),
  ];
}
