/**
 * From a slash command to its HTTP 200: Fairway's web part, which writes the command down first,
 * beside a bare Bolt app that only acknowledges. Each is one process, both run in the same minutes,
 * the load is a third. `node bench/ack.ts`.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../src/sandbox/port.ts';
import { type Figure, middle, say, short, table } from './figure.ts';
import { type Load, Loaded } from './load-terms.ts';
import { benchDatabase } from './postgres.ts';
import { type Server, startServer } from './server.ts';
import { startSlackStub } from './slack-stub.ts';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const HERE = import.meta.dirname;
const ROOT = join(HERE, '..');
const CONNECTIONS = 50;
const ROUNDS = 3;
const SATURATING = { count: 4_000, perSecond: null, mostMs: 20_000 } as const;
const STEADY = { count: 2_400, perSecond: 200, mostMs: 30_000 } as const;
const WARMING = { count: 1_500, perSecond: null, mostMs: 15_000 } as const;

type Run = Loaded & { readonly perSecond: number; readonly cpuMs: number };
interface Rival {
  readonly name: 'bare' | 'fairway';
  readonly port: number;
  readonly server: Server;
}

let runs = 0;
async function load(
  rival: Rival,
  kind: Pick<Load, 'count' | 'perSecond' | 'mostMs'>,
): Promise<Run> {
  runs += 1;
  const order: Load = {
    ...kind,
    port: rival.port,
    secret: SECRET,
    run: `${runs}`,
    connections: CONNECTIONS,
  };
  const before = rival.server.cpuMs();
  const { stdout } = await promisify(execFile)(process.execPath, [join(HERE, 'load.ts')], {
    env: { PATH: process.env['PATH'] ?? '', LOAD: JSON.stringify(order) },
  });
  const loaded = Loaded.parse(JSON.parse(stdout));
  if (loaded.bad > 0) throw new Error(`${rival.name}: ${loaded.bad} answers were not 200`);
  const cpuMs = (rival.server.cpuMs() - before) / loaded.done;
  const run = { ...loaded, cpuMs, perSecond: loaded.done / loaded.seconds };
  if (process.argv.includes('--verbose')) {
    const { perSecond, p50Ms, p99Ms } = run;
    const all = [perSecond, p50Ms, p99Ms, cpuMs].map(short).join(' ');
    say(`${rival.name} ${kind.perSecond ?? 'full'}: /s, p50, p99, cpu ${all}`);
  }
  return run;
}

const throughput = (run: Run): number => run.perSecond;
const p99 = (run: Run): number => run.p99Ms;

async function compare(bare: Rival, fairway: Rival): Promise<readonly Figure[]> {
  for (const rival of [bare, fairway]) await load(rival, WARMING);
  const full = { bare: [] as Run[], fairway: [] as Run[] };
  const steady = { bare: [] as Run[], fairway: [] as Run[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const rival of [bare, fairway]) full[rival.name].push(await load(rival, SATURATING));
    for (const rival of [bare, fairway]) steady[rival.name].push(await load(rival, STEADY));
  }
  return figuresOf(
    { bare: middle(full.bare, throughput), fairway: middle(full.fairway, throughput) },
    { bare: middle(steady.bare, p99), fairway: middle(steady.fairway, p99) },
  );
}

type Pair = { readonly bare: Run; readonly fairway: Run };

function figuresOf(full: Pair, steady: Pair): readonly Figure[] {
  const share = full.fairway.perSecond / full.bare.perSecond;
  const later = steady.fairway.p99Ms - steady.bare.p99Ms;
  const beside = (figure: string, pair: Pair, of: (run: Run) => number, unit: string): Figure => ({
    figure,
    value: `${short(of(pair.fairway))} ${unit}`,
    target: `bare ${short(of(pair.bare))} ${unit}`,
    ratio: short(of(pair.fairway) / of(pair.bare)),
    pass: null,
  });
  return [
    beside('ack, 50 connections, requests a second', full, (run) => run.perSecond, '/s'),
    beside('ack, 50 connections, p50', full, (run) => run.p50Ms, 'ms'),
    beside('ack, 50 connections, p99', full, (run) => run.p99Ms, 'ms'),
    beside('ack, 50 connections, own CPU a request', full, (run) => run.cpuMs, 'ms'),
    beside('ack, 200 a second, p50', steady, (run) => run.p50Ms, 'ms'),
    beside('ack, 200 a second, p99', steady, (run) => run.p99Ms, 'ms'),
    beside('ack, 200 a second, own CPU a request', steady, (run) => run.cpuMs, 'ms'),
    {
      figure: 'aim: throughput beside bare Bolt',
      value: short(share),
      target: '>= 0.4',
      ratio: short(share),
      pass: share >= 0.4,
    },
    {
      figure: 'aim: p99 over bare Bolt at 200 a second',
      value: `${short(later)} ms`,
      target: '<= 15 ms',
      ratio: short(steady.fairway.p99Ms / steady.bare.p99Ms),
      pass: later <= 15,
    },
  ];
}

/** Every command that was acknowledged is in the inbox, or the figures are of something else. */
async function assertPersisted(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ n: string }>('SELECT count(*) AS n FROM inbox');
  await client.end();
  const found = Number(rows[0]?.n);
  const expected = WARMING.count + ROUNDS * (SATURATING.count + STEADY.count);
  if (found !== expected) throw new Error(`${expected} acknowledged, ${found} in the inbox`);
}

export async function benchAck(): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  const slack = await startSlackStub();
  const started: Server[] = [];
  try {
    const [barePort, port] = [await freePort(), await freePort()];
    const bareArgs = [fileURLToPath(new URL('bare-bolt.ts', import.meta.url))];
    const bareEnv = { PORT: String(barePort), SLACK_SIGNING_SECRET: SECRET };
    const bare = await startServer(bareArgs, bareEnv, /ready/);
    started.push(bare);
    const fairway = await startServer(
      [join(ROOT, 'bin/fairway.mjs'), 'start'],
      {
        SLACK_BOT_TOKEN: 'xoxb-bench-0000',
        SLACK_SIGNING_SECRET: SECRET,
        SLACK_API_URL: slack.apiUrl,
        DATABASE_URL: database.url,
        FAIRWAY_ROLE: 'web',
        FAIRWAY_HOST: '127.0.0.1',
        FAIRWAY_CONFIG: join(ROOT, 'examples/acme'),
        PORT: String(port),
        LOG_LEVEL: 'warn',
      },
      /answers on port/,
    );
    started.push(fairway);
    const figures = await compare(
      { name: 'bare', port: barePort, server: bare },
      { name: 'fairway', port, server: fairway },
    );
    await assertPersisted(database.url);
    return figures;
  } finally {
    for (const server of started) await server.stop();
    slack.close();
    await database.stop();
  }
}

if (import.meta.main) say(table(await benchAck()));
