/**
 * A version in a slot: `app.mjs <port> <version> <folder>`. Carts are files of that folder, which every
 * version reads. Asked to go (SIGTERM) it lets what it has begun end; asked to close its sessions (SIGHUP) it goes on. A
 * WebSocket is closed with 1001 either way. `/metrics` says what it has answered, for a Prometheus; a version whose name
 * ends in `-errors` fails one request in six.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';

const [, , port, version, folder] = process.argv;
const GOING_AWAY = 1001;
const FAILS_EACH = version.endsWith('-errors') ? 6 : Number.POSITIVE_INFINITY;
const EDGES_S = [0.01, 0.02, 0.03, 0.05, 0.1, 0.5, Number.POSITIVE_INFINITY];

const cartOf = (shopper) => join(folder, `cart-${shopper}.json`);
const readCart = (shopper) =>
  existsSync(cartOf(shopper)) ? JSON.parse(readFileSync(cartOf(shopper), 'utf8')) : [];

/** `GET /cart` reads the cart of the shopper in the cookie; `POST /cart?item=tea` puts something into it. */
function cart(request, shopper) {
  const item = new URL(request.url, 'http://shop').searchParams.get('item');
  const items = [...readCart(shopper), ...(item ? [item] : [])];
  if (request.method === 'POST') writeFileSync(cartOf(shopper), JSON.stringify(items));
  return JSON.stringify({ version, items });
}

const answered = new Map([
  [200, 0],
  [500, 0],
]);
const within = EDGES_S.map(() => 0);

function count(status, seconds) {
  answered.set(status, answered.get(status) + 1);
  EDGES_S.forEach((edge, i) => {
    if (seconds <= edge) within[i] += 1;
  });
}

function metrics() {
  const labels = `service="shop",environment="production",version="${version}"`;
  const edge = (s) => (s === Number.POSITIVE_INFINITY ? '+Inf' : s);
  return [
    '# TYPE http_requests_total counter',
    ...[...answered].map(([code, n]) => `http_requests_total{${labels},code="${code}"} ${n}`),
    '# TYPE http_request_duration_seconds histogram',
    ...within.map(
      (n, i) => `http_request_duration_seconds_bucket{${labels},le="${edge(EDGES_S[i])}"} ${n}`,
    ),
    `http_request_duration_seconds_count{${labels}} ${within.at(-1)}`,
    '',
  ].join('\n');
}

let begun = 0;
const server = createServer((request, response) => {
  if (request.url === '/metrics') return response.end(metrics());
  const since = performance.now();
  begun += 1;
  response.statusCode = begun % FAILS_EACH === 0 ? 500 : 200;
  const shopper = /shopper=([a-z]+)/.exec(request.headers.cookie ?? '')?.[1];
  const text = shopper && request.url.startsWith('/cart') ? cart(request, shopper) : version;
  setTimeout(
    () => {
      response.end(text);
      count(response.statusCode, (performance.now() - since) / 1_000);
    },
    5 + Math.random() * 30,
  );
}).listen(Number(port), '127.0.0.1');

// Whoever opens a WebSocket is told by which version every message is answered.
const sockets = new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', () => socket.send(version));
});
const closeSockets = () => {
  for (const socket of sockets.clients) socket.close(GOING_AWAY);
};
process.on('SIGHUP', closeSockets);
process.on('SIGTERM', () => {
  closeSockets();
  server.close(() => process.exit(0));
});
