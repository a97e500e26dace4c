/** Fairway as bench/growth asks it: one of each question at every order, with nothing else under way. */
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { compose } from '../../src/main.ts';
import type { Log } from '../../src/ports/log.ts';
import { createStore } from '../../src/store/change.ts';
import { createPool } from '../../src/store/pool.ts';
import { readBacklog } from '../../src/store/queries/backlog.ts';
import { createAsking } from '../steps/asking.ts';
import { createNoopProvider } from '../steps/noop-provider.ts';
import { benchCatalog } from '../steps/organisation.ts';
import { COUNTED, type Took } from './took.ts';

const STEPS = 5;
const SETTINGS = { leaseMs: 10_000, withdrawMs: 0, requestExpiresMs: 86_400_000 } as const;
const ANA: Actor = { id: 'ana', account: 'U0ANA00001', name: 'Ana', kind: 'member', groups: [] };

const apiUrl = process.env['SLACK_API_URL'] ?? null;
const note = (fields: unknown, message: string): void =>
  void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
const log: Log = { info() {}, warn: note, error: note };
const pool = createPool(process.env['DATABASE_URL'] ?? '', {
  max: 8,
  applicationName: 'bench growth',
  onError: (error) => note({}, error.message),
});
const catalog = await benchCatalog(1);
const ask = createAsking(createStore({ pool, clock: 'database' }), catalog);
const fairway = compose({
  pool,
  clock: 'database',
  bell: { ring: async () => {}, ringIn: () => false, unanswered: async () => 0 },
  nudge() {},
  providers: new Map([['noop', createNoopProvider()]]),
  catalog: () => catalog,
  slack: { botToken: 'xoxb-bench', signingSecrets: ['bench'], appToken: null, apiUrl },
  settings: SETTINGS,
  log,
});
await fairway.relay();

async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

async function typed(line: string): Promise<void> {
  const reply = await fairway.desk.run(line, ANA, { channel: null });
  if (reply.kind === 'form') throw new Error(`${line} wants a form`);
}

async function once(): Promise<Took> {
  let id = '';
  const change = await timed(async () => {
    id = await ask(0);
  });
  const run = await timed(() => fairway.runners.advance(id));
  return {
    'a change': change,
    'a step': run / STEPS,
    'the relay after it': await timed(fairway.relay),
    'the sweep': await timed(fairway.sweep),
    '/release list': await timed(() => typed('/release list')),
    '/release list --env lab': await timed(() =>
      fairway.records.deployments({ environment: 'lab', limit: 20 }),
    ),
    '/release show': await timed(() => typed('/release show D-500')),
    [COUNTED]: await timed(() => readBacklog({ pool, clock: 'database' })),
  };
}

process.on('message', () => {
  once().then(
    (took) => process.send?.(took),
    (error: unknown) => {
      note({}, error instanceof Error ? (error.stack ?? '') : String(error));
      process.exit(1);
    },
  );
});
const leave = (): void => void pool.end().finally(() => process.exit(0));
process.once('SIGTERM', leave);
process.once('disconnect', leave);
process.stdout.write('ready\n');
