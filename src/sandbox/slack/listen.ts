import { once } from 'node:events';
import type { Server } from 'node:http';
import { isLoopbackName } from './control/guard.ts';

/**
 * Listens and answers with the port, which matters where `port` is 0.
 *
 * @throws on an address others could reach, and as node does when the port is in use
 */
export async function listenOnLoopback(http: Server, port: number, host: string): Promise<number> {
  if (!isLoopbackName(host)) {
    throw new Error(
      `In the local Slack everybody may act for everybody, so it listens on loopback only, not on ${host}.`,
    );
  }
  http.listen(port, host);
  await once(http, 'listening');
  const address = http.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

export async function stopListening(http: Server): Promise<void> {
  if (!http.listening) return;
  const closed = once(http, 'close');
  http.close();
  http.closeAllConnections();
  await closed;
}
