/**
 * A version in a slot: `app.mjs <port> <version> <folder>`. Carts are files of that folder, which every version reads.
 * Asked to go (SIGTERM) it lets what it has begun end; asked to close its sessions (SIGHUP) it goes on. A WebSocket is
 * closed with 1001 either way.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';

const [, , port, version, folder] = process.argv;
const GOING_AWAY = 1001;

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

const server = createServer((request, response) => {
  const shopper = /shopper=([a-z]+)/.exec(request.headers.cookie ?? '')?.[1];
  const text = shopper && request.url.startsWith('/cart') ? cart(request, shopper) : version;
  setTimeout(() => response.end(text), 5 + Math.random() * 30);
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
