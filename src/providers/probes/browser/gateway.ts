import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type AllowedHost, reachOf, readUrl } from '../../outbound/allowed.ts';
import { checkedLookup, type Resolve, systemResolve } from '../../outbound/lookup.ts';
import { OutboundError } from '../../outbound/outbound-error.ts';
import { pass, tunnel, type Ways } from './pass-on.ts';

/** The one way out of a browser, which can reach nothing by itself. */
export interface Gateway {
  /** `http://127.0.0.1:…`, as browsers name a proxy. */
  readonly url: string;
  /** Why a host was not asked, by its name. */
  readonly refused: ReadonlyMap<string, string>;
  /** What came of the last try to reach a host that may be asked: `ECONNREFUSED`. */
  readonly unreached: ReadonlyMap<string, string>;
  close(): void;
}

/**
 * A proxy on this machine that passes on to these hosts alone. Names are resolved here and checked where
 * the connection is made, for every request, redirect, subresource and WebSocket alike. Whatever is
 * refused is cut off without an answer, for an answer would look like the site's.
 */
export async function openGateway(
  allow: readonly AllowedHost[],
  resolve: Resolve = systemResolve,
): Promise<Gateway> {
  const refused = new Map<string, string>();
  const unreached = new Map<string, string>();
  const open = new Set<Duplex>();
  const ways: Ways = {
    to(text) {
      const url = readUrl(text);
      try {
        const lookup = checkedLookup(reachOf(url, allow), resolve);
        return { url, lookup, host: url.hostname.replace(/^\[(.*)\]$/, '$1') };
      } catch (error) {
        ways.failed(url.hostname, error);
        throw error;
      }
    },
    reached: (host) => void unreached.delete(host),
    failed(host, error) {
      const isRefusal = error instanceof OutboundError && error.code !== 'unreachable';
      if (isRefusal) refused.set(host, error.message);
      else unreached.set(host, codeOf(error));
    },
    keep(socket) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    },
  };
  const server = createServer((asked, answer) => orCut(answer, () => pass(ways, asked, answer)));
  server.on('connection', ways.keep);
  server.on('connect', (asked: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    orCut(socket, () => tunnel(ways, asked, socket, head));
  });
  await new Promise<void>((resolved, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', resolved);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    refused,
    unreached,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
}

function orCut(asking: { destroy(): unknown }, does: () => void): void {
  try {
    does();
  } catch {
    asking.destroy();
  }
}
