import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Artifact, isDigest } from '../../../src/domain/artifact/artifact.ts';
import type { Call, Deployer, Effect } from '../../../src/ports/deployer.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import { createFleetProvider } from '../../../src/providers/fleet/index.ts';
import type { FakeWorld } from '../../fakes/fake-world.ts';
import type { CallName, Trouble } from './kinds.ts';

const artifact = z.object({ version: z.string(), digest: z.string().refine(isDigest) });
const Asked = z.object({
  service: z.string(),
  environment: z.string(),
  key: z.string(),
  epoch: z.number(),
  version: z.string().optional(),
  digest: z.string().refine(isDigest).optional(),
  percent: z.number().optional(),
  artifacts: z.array(artifact).optional(),
  stable: artifact.optional(),
  live: artifact.optional(),
  standby: artifact.optional(),
});
type Asked = z.infer<typeof Asked>;

const PATIENCE_MS = 300;
/** Where an answer comes, a busy machine is no reason not to have heard it. */
const PATIENT_MS = 10_000;
/** Troubles in which the caller has to give up. */
const UNANSWERED: readonly Trouble['kind'][] = [
  'timeout before the effect',
  'timeout after the effect',
  'slow drip',
];
const log = { info() {}, warn() {}, error() {} };

/** The fleet's own adapter, with the fleet's own protocol, before a fleet in memory that misbehaves once. */
export async function overHttp(
  world: FakeWorld,
  trouble: Trouble,
): Promise<{ readonly provider: Provider; met(): boolean; stop(): void }> {
  let left = 1;
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    const name = url.pathname.split('/').at(-1) ?? '';
    if (request.method === 'GET') return send(response, 200, await read(world, name, url));
    const asked = Asked.parse(JSON.parse(await textOf(request)));
    const perform = () => effect(world.provider.deployer, name as CallName, asked);
    if (name !== trouble.call || left === 0) return answer(response, await perform());
    left -= 1;
    await misbehave(response, trouble, perform);
  }
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const adminUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const patienceMs = UNANSWERED.includes(trouble.kind) ? PATIENCE_MS : PATIENT_MS;
  const real = createFleetProvider({ adminUrl, metricsUrl: adminUrl, log });
  return {
    provider: { ...real, patienceMs },
    met: () => left === 0,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function misbehave(
  response: ServerResponse,
  { kind, done }: Trouble,
  perform: () => Promise<Effect>,
): Promise<void> {
  if (kind !== 'lying success' && kind !== '429' && done) await perform();
  switch (kind) {
    case 'timeout before the effect':
    case 'timeout after the effect':
      return; // never answered; the caller gives up
    case '429':
      return send(response, 429, { why: 'too many requests' });
    case '5xx':
      return send(response, done ? 502 : 503, { why: 'no healthy upstream' });
    case 'connection reset':
      return void response.destroy();
    case 'slow drip':
      return drip(response);
    case 'wrong body':
      return done ? send(response, 200, { status: 'ok' }) : void response.end('<html>Welcome');
    case 'lying success':
      return send(response, 200, { state: 'done' });
  }
}

/** A byte now and then, and never the last one. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 40);
  response.on('close', () => clearInterval(timer));
}

function answer(response: ServerResponse, effect: Effect): void {
  const fenced = { code: 'fenced', why: 'a newer epoch has been seen' };
  if (effect.kind === 'fenced') send(response, 409, fenced);
  else send(response, 200, { state: effect.kind, ...('why' in effect ? { why: effect.why } : {}) });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function read({ provider }: FakeWorld, name: string, url: URL): Promise<object> {
  const { service = '', environment = '', ref = '' } = Object.fromEntries(url.searchParams);
  if (name === 'observe') return provider.deployer.observe({ service, environment }, {});
  const resolved = await provider.artifacts.resolve({ service, environment }, {}, ref);
  return resolved.kind === 'found' ? resolved.artifact : { code: 'unknown-version', known: [] };
}

function effect(deployer: Deployer, name: CallName, asked: Asked): Promise<Effect> {
  const { service, environment, key, epoch, artifacts = [], stable, live, standby } = asked;
  const signal = AbortSignal.timeout(5_000);
  const target = { service, environment, placement: {}, signal, log() {} };
  const call: Call = { ...target, key, epoch, resumed: false };
  const own: Artifact = { version: asked.version ?? '', digest: asked.digest ?? 'sha256:' };
  switch (name) {
    case 'prestage':
      return deployer.prestage(call, artifacts);
    case 'start':
      return deployer.start(call, own);
    case 'shift':
      return deployer.shift(call, own, stable ?? null, asked.percent ?? 0);
    case 'finish':
      return deployer.finish(call, live ?? own, standby ?? null);
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
