import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';

/** Where a gateway may pass on to, and what it is told of it. */
export interface Ways {
  /** @throws OutboundError when nothing may be passed on to there */
  to(address: string): {
    readonly url: URL;
    readonly host: string;
    readonly lookup: LookupFunction;
  };
  reached(host: string): void;
  failed(host: string, error: unknown): void;
  /** To be ended with the gateway. */
  keep(socket: Duplex): void;
}

/** Hop by hop: of the connection to the gateway, not of what is asked. */
const OWN_HEADERS = /^(proxy-.*|connection|keep-alive|upgrade)$/;

/** `GET http://…`: what is not encrypted. */
export function pass(ways: Ways, asked: IncomingMessage, answer: ServerResponse): void {
  const { url, lookup, host } = ways.to(asked.url ?? '');
  const { method = 'GET' } = asked;
  const headers = Object.fromEntries(
    Object.entries(asked.headers).filter(([name]) => !OWN_HEADERS.test(name)),
  );
  const path = `${url.pathname}${url.search}`;
  const port = url.port || 80;
  const onward = request({ host, port, method, path, headers, lookup, agent: false });
  onward.once('socket', ways.keep);
  onward.on('response', (given) => {
    ways.reached(url.hostname);
    answer.writeHead(given.statusCode ?? 502, given.rawHeaders);
    given.once('error', () => answer.destroy());
    given.pipe(answer);
  });
  onward.on('error', (error) => {
    ways.failed(url.hostname, error);
    answer.destroy();
  });
  answer.once('close', () => onward.destroy());
  asked.pipe(onward);
}

/** `CONNECT host:port`: TLS and WebSockets. */
export function tunnel(ways: Ways, asked: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { url, lookup, host } = ways.to(`https://${asked.url}`);
  const onward = connect({ host, port: Number(url.port || 443), lookup });
  ways.keep(onward);
  onward.once('connect', () => {
    ways.reached(url.hostname);
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    onward.write(head);
    onward.pipe(socket).pipe(onward);
  });
  onward.on('error', (error) => {
    ways.failed(url.hostname, error);
    socket.destroy();
  });
  onward.once('close', () => socket.destroy());
  socket.once('close', () => onward.destroy());
}
