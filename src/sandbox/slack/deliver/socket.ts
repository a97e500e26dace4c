import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock.ts';
import { newSecret } from '../ids.ts';
import { isObject, parseJson, textOf } from '../json.ts';
import { appId } from '../model/seed.ts';
import { ackTimeoutMs } from '../rules/ack.ts';
import { type Delivery, type Envelope, failed, type Outcome } from './delivery.ts';

/** docs.slack.dev/apis/events-api/using-socket-mode: at most ten connections an app. */
const maxSockets = 10;
const ticketLifeMs = 30_000;
const pingIntervalMs = 10_000;
/** After `refresh_requested` the app has this long to leave before it is cut off. */
const refreshGraceMs = 10_000;
const farewellMs = 200;
const refreshAfterSeconds = 3_600;

export interface SocketDelivery extends Delivery {
  /** A path that opens one connection within half a minute, or that there are too many. */
  ticket(): string | 'too_many';
  /** Completes a WebSocket handshake; refuses a path whose ticket is unknown or used. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Asks every connection to reconnect, as Slack does every few hours. */
  refresh(): void;
  /** Breaks every connection without a word. */
  drop(): void;
  count(): number;
}

/** Socket Mode: each envelope goes to one of the connected sockets, in turn. */
export function createSocketDelivery(clock: Clock): SocketDelivery {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, number>();
  const waiting = new Map<string, (outcome: Outcome) => void>();
  // The first is the next to be used; one told to refresh is no longer in the list.
  let ready: readonly WebSocket[] = [];

  function connect(socket: WebSocket): void {
    ready = [...ready, socket];
    const stopPinging = keepPinging(clock, socket);
    socket.on('message', (bytes) => acknowledge(waiting, String(bytes)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      stopPinging();
      ready = ready.filter((one) => one !== socket);
    });
    socket.send(JSON.stringify(hello(ready.length)));
  }

  return {
    ticket() {
      if (ready.length >= maxSockets) return 'too_many';
      const id = newSecret(12);
      tickets.set(id, clock.now() + ticketLifeMs);
      return `/_socket/${id}`;
    },
    upgrade(request, socket, head) {
      const id = (request.url ?? '').replace(/^\/_socket\//, '').replace(/[?].*$/, '');
      const expiresAtMs = tickets.get(id) ?? 0;
      tickets.delete(id);
      if (clock.now() > expiresAtMs) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      server.handleUpgrade(request, socket, head, connect);
    },
    send(envelope) {
      const [socket, ...others] = ready;
      if (socket === undefined) return Promise.resolve(failed('connection_failed'));
      ready = [...others, socket];
      return exchange(clock, waiting, socket, envelope);
    },
    refresh() {
      for (const socket of ready) {
        socket.send(
          JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }),
        );
        clock.setTimer(refreshGraceMs, () => socket.terminate());
      }
      ready = [];
    },
    drop() {
      for (const socket of ready) socket.terminate();
      ready = [];
    },
    count: () => ready.length,
    close() {
      for (const socket of server.clients) {
        socket.close(1001);
        // One that does not answer the farewell is cut off; in real time, whatever the clock says.
        setTimeout(() => socket.terminate(), farewellMs).unref();
      }
      for (const finish of [...waiting.values()]) finish(failed('connection_failed'));
      server.close();
    },
  };
}

type Waiting = Map<string, (outcome: Outcome) => void>;

function exchange(clock: Clock, waiting: Waiting, socket: WebSocket, envelope: Envelope) {
  const id = newSecret(16);
  return new Promise<Outcome>((resolve) => {
    const finish = (outcome: Outcome) => {
      stopTimer();
      socket.off('close', lost);
      waiting.delete(id);
      resolve(outcome);
    };
    const lost = () => finish(failed('connection_failed'));
    const stopTimer = clock.setTimer(ackTimeoutMs, () => finish(failed('http_timeout')));
    waiting.set(id, finish);
    socket.on('close', lost);
    socket.send(JSON.stringify(framed(id, envelope)));
  });
}

function framed(id: string, { kind, payload, retry }: Envelope) {
  return {
    envelope_id: id,
    type: kind,
    payload,
    accepts_response_payload: kind !== 'events_api',
    ...(kind === 'events_api'
      ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' }
      : {}),
  };
}

function acknowledge(waiting: Waiting, text: string): void {
  const message = parseJson(text);
  if (!isObject(message)) return;
  const payload = message['payload'];
  const body = isObject(payload) && Object.keys(payload).length > 0 ? payload : '';
  waiting.get(textOf(message['envelope_id']) ?? '')?.({ ok: true, body });
}

function hello(connections: number) {
  return {
    type: 'hello',
    num_connections: connections,
    connection_info: { app_id: appId },
    debug_info: {
      host: 'local-slack',
      build_number: 1,
      approximate_connection_time: refreshAfterSeconds,
    },
  };
}

function keepPinging(clock: Clock, socket: WebSocket): () => void {
  let stop = clock.setTimer(pingIntervalMs, ping);
  function ping(): void {
    if (socket.readyState === socket.OPEN) socket.ping('Ping from local Slack');
    stop = clock.setTimer(pingIntervalMs, ping);
  }
  return () => stop();
}
