/**
 * The real program, role `all`, as `fairway start` runs it: its own HTTP server, queue, workers and pools.
 * Only its provider does nothing. `SOAK_LOAD` is JSON; a line on stdout says where it answers.
 */
import { createClosing } from '../../../src/cli/start/closing.ts';
import { run } from '../../../src/cli/start/run.ts';
import { listenForStop } from '../../../src/cli/start/stopping.ts';
import type { Log } from '../../../src/ports/log.ts';
import { createIdleProvider } from './idle-provider.ts';
import { loadOrganisation } from './organisation.ts';
import { LoadOrders } from './words.ts';

const orders = LoadOrders.parse(JSON.parse(process.env['SOAK_LOAD'] ?? '{}'));

function write(level: string) {
  return (fields: Readonly<Record<string, unknown>>, message: string): void => {
    process.stderr.write(`${JSON.stringify({ level, message, ...fields })}\n`);
  };
}

const log: Log = { info() {}, warn: write('warn'), error: write('error') };
const stopping = listenForStop();
const closing = createClosing(log);
await run({
  ground: {
    databaseUrl: orders.databaseUrl,
    queue: { kind: 'postgres', url: orders.databaseUrl },
    slack: {
      botToken: 'xoxb-load',
      signingSecrets: [orders.secret],
      appToken: null,
      apiUrl: orders.slackUrl,
    },
    providers: new Map([['fleet', createIdleProvider()]]),
    listen: { host: '127.0.0.1', port: 0 },
    health: [],
    ready: async ({ port }) => [`answers on port ${port}`],
    stop: async () => {},
  },
  configuration: await loadOrganisation(),
  role: 'all',
  tellers: [],
  closing,
  signal: stopping.signal,
  log,
  print: (line) => void process.stdout.write(`${line}\n`),
});
await stopping.asked;
await closing.all(10_000);
process.exit(0);
