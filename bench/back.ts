/**
 * From the press of Roll back to its effect: the whole of Fairway in one process (receiver, inbox, doorbell
 * on PostgreSQL, engine) on a database with every commit on disk, a world that answers at once, and how long
 * it takes until traffic is asked to move. Alone, and while other deployments keep the workers busy.
 * `node bench/back.ts`.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DeploymentId, isDeploymentId, isOver } from '../src/domain/deployment/deployment.ts';
import { compose } from '../src/main.ts';
import type { Log } from '../src/ports/log.ts';
import type { Provider } from '../src/ports/provider.ts';
import { connectQueue } from '../src/queue/connect.ts';
import { createBell } from '../src/queue/waker.ts';
import { startWorkers } from '../src/queue/worker.ts';
import { createLocalSlack } from '../src/sandbox/slack/index.ts';
import { pressValue } from '../src/slack/render/press-value.ts';
import { createStore } from '../src/store/change.ts';
import { migrate } from '../src/store/migrate.ts';
import { createPool } from '../src/store/pool.ts';
import { repeat } from '../src/workflow/schedule.ts';
import { type Figure, percentile, say, short, table } from './figure.ts';
import { benchDatabase } from './postgres.ts';
import { createAsking } from './steps/asking.ts';
import { createNoopProvider } from './steps/noop-provider.ts';
import { benchCatalog, serviceOf } from './steps/organisation.ts';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const PRESSES = 40;
const BUSY_LANES = 8;
const AIM_MS = 1_000;
const CONCURRENCY = { inbox: 8, advance: 16, back: 8, deliver: 8 } as const;
const PRESS_WITHIN_MS = 30_000;

const note = (fields: unknown, message: string): void =>
  void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
const log: Log = { info() {}, warn: note, error: note };

/** The world of the other benches; whoever waits for traffic to move at a service hears of it. */
function watched() {
  const provider = createNoopProvider();
  const waiting = new Map<string, (at: number) => void>();
  const deployer: Provider['deployer'] = {
    ...provider.deployer,
    shift(call, ...more) {
      waiting.get(call.service)?.(performance.now());
      waiting.delete(call.service);
      return provider.deployer.shift(call, ...more);
    },
  };
  const moves = (service: string): Promise<number> => {
    const { promise, resolve } = Promise.withResolvers<number>();
    waiting.set(service, resolve);
    return promise;
  };
  return { provider: { ...provider, deployer }, moves };
}

async function begin(url: string) {
  await migrate(url);
  const pool = createPool(url, { max: 20, applicationName: 'bench back', onError: () => {} });
  const store = createStore({ pool, clock: 'database' });
  const catalog = await benchCatalog(PRESSES * 2 + BUSY_LANES);
  const slack = createLocalSlack({
    app: {
      botToken: 'xoxb-bench',
      signingSecret: SECRET,
      commands: [],
      scopes: ['chat:write', 'users:read', 'channels:read'],
    },
    deliver: {},
    rateLimits: 'off',
  });
  const apiUrl = `${(await slack.listen(0)).url}/api/`;
  const queue = await connectQueue({ kind: 'postgres', url }, () => {});
  const bell = createBell(queue, log);
  const world = watched();
  const fairway = compose({
    pool,
    clock: 'database',
    bell,
    nudge: () => relay.now(),
    providers: new Map([['noop', world.provider]]),
    catalog: () => catalog,
    slack: { botToken: 'xoxb-bench', signingSecrets: [SECRET], appToken: null, apiUrl },
    settings: { leaseMs: 10_000, withdrawMs: 0, requestExpiresMs: 86_400_000 },
    log,
  });
  const relay = repeat('relay', 500, fairway.relay, log);
  const over = new Map<string, () => void>();
  const driven = async (id: string): Promise<void> => {
    await fairway.runners.advance(id);
    const d = isDeploymentId(id) ? await fairway.records.deployment(id) : null;
    if (d && isOver(d)) over.get(id)?.();
  };
  // As if Slack took each at once.
  const deliver = async (key: string): Promise<void> => {
    await pool.query('UPDATE message SET sent_revision = revision WHERE key = $1', [key]);
  };
  const runners = { ...fairway.runners, advance: driven, back: driven, deliver };
  const workers = startWorkers(queue, runners, { concurrency: CONCURRENCY, log });
  const sweep = repeat('sweep', 1_000, fairway.sweep, log);
  const ask = createAsking(store, catalog);
  return {
    world,
    fairway,
    async deploys(lane: number): Promise<DeploymentId> {
      const id = await ask(lane);
      const { promise, resolve } = Promise.withResolvers<void>();
      over.set(id, resolve);
      await bell.ring('advance', id);
      const ended = await Promise.race([
        promise.then(() => true),
        sleep(PRESS_WITHIN_MS, false, { ref: false }),
      ]);
      if (!ended)
        throw new Error(
          `${id} was not over within ${PRESS_WITHIN_MS} ms: ${JSON.stringify(await fairway.records.deployment(id))}`,
        );
      over.delete(id);
      return id;
    },
    async end() {
      await sweep.stop();
      await workers.close();
      await relay.stop();
      await queue.close();
      await fairway.slack.stop();
      await slack.close();
      await pool.end();
    },
  };
}
type Bench = Awaited<ReturnType<typeof begin>>;

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, signed as Slack signs. */
function pressOf(line: string, n: number) {
  const payload = {
    type: 'block_actions',
    user: { id: 'U0ANA00001', username: 'ana', team_id: 'T0FAIRWAY1' },
    team: { id: 'T0FAIRWAY1', domain: 'acme' },
    api_app_id: 'A0FAIRWAY1',
    container: {
      type: 'message',
      message_ts: '1.0',
      channel_id: 'C0DEPLOYS1',
      is_ephemeral: false,
    },
    trigger_id: `back.${n}`,
    channel: { id: 'C0DEPLOYS1', name: 'deploys' },
    actions: [
      {
        type: 'button',
        action_id: 'rollback',
        block_id: 'b',
        action_ts: '1.0',
        value: pressValue(line, null, 2_000),
      },
    ],
  };
  const body = Buffer.from(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  const seconds = Math.floor(Date.now() / 1_000);
  const mac = createHmac('sha256', SECRET).update(`v0:${seconds}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${mac}`,
  };
  return { body, headers };
}

/** Milliseconds from the press to the moment traffic is asked to move. */
async function press({ world, fairway }: Bench, lane: number, of: DeploymentId): Promise<number> {
  const service = serviceOf(lane);
  const { body, headers } = pressOf(`/rollback ${service} in production --of ${of}`, lane);
  const moved = world.moves(service);
  const since = performance.now();
  const answer = await fairway.slack.handle(body, headers);
  if (answer.status !== 200) throw new Error(`the press was answered with ${answer.status}`);
  const late = sleep(PRESS_WITHIN_MS, null, { ref: false });
  const at = await Promise.race([moved, late]);
  if (at === null) throw new Error(`${service} was not rolled back within ${PRESS_WITHIN_MS} ms`);
  return at - since;
}

async function round(bench: Bench, first: number): Promise<readonly number[]> {
  const took: number[] = [];
  for (let lane = first; lane < first + PRESSES; lane += 1) {
    await bench.deploys(lane);
    took.push(await press(bench, lane, await bench.deploys(lane)));
  }
  return took;
}

export async function benchBack(): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  const bench = await begin(database.url);
  let isOn = true;
  try {
    const alone = await round(bench, 0);
    const busy = Promise.all(
      Array.from({ length: BUSY_LANES }, async (_, n) => {
        while (isOn) await bench.deploys(PRESSES * 2 + n);
      }),
    );
    const beside = await round(bench, PRESSES);
    isOn = false;
    await busy;
    return [figureOf('alone', alone), figureOf(`beside ${BUSY_LANES} that deploy`, beside)];
  } finally {
    isOn = false;
    await bench.end();
    await database.stop();
  }
}

function figureOf(how: string, took: readonly number[]): Figure {
  const [p50, p95] = [percentile(took, 0.5), percentile(took, 0.95)];
  return {
    figure: `press of Roll back to its effect, ${how}, of ${took.length}`,
    value: `p50 ${short(p50)}, p95 ${short(p95)} ms`,
    target: `p95 <= ${AIM_MS} ms`,
    pass: p95 <= AIM_MS,
  };
}

if (import.meta.main) say(table(await benchBack()));
