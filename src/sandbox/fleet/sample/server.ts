/**
 * One instance of a sample service, run as `node server.ts <image> <digest>` with an IPC channel; the image is the
 * text of its definition, as whoever runs it found it to be what the digest says.
 * It listens on a free loopback port, sends `{ port }` to its parent, answers `/` (and search what is looked for)
 * with the latency and errors of its version and `/healthz` at once. It goes when told (SIGTERM: finishes what it has)
 * and when its parent goes, however that died: the channel closing is the only sign a SIGKILL leaves.
 */
import { createServer, type ServerResponse } from 'node:http';
import { createOrders, ORDER_HEADER } from './orders.ts';
import { found } from './products.ts';
import type { SampleVersion } from './versions.ts';

const [, , built = '', digest = ''] = process.argv;

// `warm` only loads the modules, so that their compiled form is in the cache for those that follow.
if (built === 'warm') process.exit(0);
const mine = built === '' ? null : (JSON.parse(built) as SampleVersion);
if (mine === null) die(`no copy of ${digest} is here, or it is not what was pulled`);
else if (mine.crash !== undefined) die(mine.crash);
else if (process.send === undefined) die('run me with an IPC channel: I follow my parent');
else serve(mine, process.send.bind(process));

function die(lastWords: string): void {
  process.stderr.write(`starting\n${lastWords}\n`, () => process.exit(1));
}

function serve(self: SampleVersion, tell: (message: { readonly port: number }) => void): void {
  const orders = createOrders(self);
  const server = createServer((request, response) => {
    // Drained, not read: a body nobody consumes would stall the connection it came on.
    request.resume();
    if (request.url === '/healthz') answer(response, 200, { ok: true });
    else setTimeout(() => work(self, orders, request.url ?? '/', response), latencyMs(self));
  });
  // The proxy closes idle connections; were we to, a request could meet a connection just closed.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') tell({ port: address.port });
  });
  process.on('disconnect', () => process.exit(0));
  process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; the parent decides what it means
  process.on('SIGTERM', () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
  if (!process.connected) process.exit(0);
}

function work(
  self: SampleVersion,
  orders: () => boolean,
  url: string,
  response: ServerResponse,
): void {
  const failed = Math.random() < (self.errorShare ?? 0);
  if (!failed && orders()) response.setHeader(ORDER_HEADER, 'placed');
  const said = {
    service: self.service,
    version: self.version,
    pid: process.pid,
    ...found(self, url),
  };
  answer(response, failed ? 500 : 200, failed ? { ...said, error: 'out of stock, oddly' } : said);
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Log-normal around the median (sigma 0.35: 90 % within a factor of 1.8), plus the version's slowness. */
function latencyMs(self: SampleVersion): number {
  const normal =
    Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  const base = self.medianMs * Math.exp(0.35 * normal);
  const { slow } = self;
  if (slow === undefined || Math.random() >= slow.share) return base;
  return base + slow.fromMs + Math.random() * (slow.toMs - slow.fromMs);
}
