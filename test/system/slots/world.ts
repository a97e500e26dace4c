import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Call } from '../../../src/ports/deployer.ts';
import { createHaproxyProvider } from '../../../src/providers/haproxy/index.ts';
import { haproxyTarget } from '../../../src/providers/haproxy/target.ts';
import { freePort } from '../../../src/sandbox/port.ts';

const SCRIPT = fileURLToPath(new URL('./slot.mjs', import.meta.url));
const PROXY = 'haproxy';
const log = { info() {}, warn() {}, error() {} };

export interface Answer {
  readonly version: string;
  readonly askedAt: number;
}

/** How a backend binds clients to its servers: by a cookie of haproxy's own, or by a table of the shop's. */
const STICKY = {
  cookie: ['cookie SLOT insert indirect nocache'],
  table: ['stick-table type string len 64 size 1k expire 10m', 'stick on req.cook(shopper)'],
};

/**
 * Debian's haproxy before two slots of this machine, and what asks through it without a pause.
 * @param sticky how clients are bound; left out: they are not
 */
export async function slotWorld(sticky?: keyof typeof STICKY) {
  const folder = mkdtempSync(join(tmpdir(), 'slots-'));
  const [front, blue, green] = [await freePort(), await freePort(), await freePort()];
  const socket = join(folder, 'admin.sock');
  const map = join(folder, 'fairway.map');
  writeFileSync(map, '');
  const config = join(folder, 'haproxy.cfg');
  const bind = sticky === undefined ? [] : STICKY[sticky];
  const cookie = (name: string) => (sticky === 'cookie' ? ` cookie ${name}` : '');
  writeFileSync(
    config,
    `global
  stats socket ${socket} mode 600 level admin expose-fd listeners
  stats timeout 30s
defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  retries 3
  option redispatch
frontend web
  bind 127.0.0.1:${front}
  http-request set-var(txn.fairway) str(fence),map(${map})
  default_backend shop
backend shop
  balance roundrobin
  ${bind.join('\n  ')}
  server blue 127.0.0.1:${blue} check inter 200 weight 100${cookie('blue')}
  server green 127.0.0.1:${green} check inter 200 weight 0${cookie('green')}
`,
  );
  const begun: ChildProcess[] = [];
  function proxy(...more: readonly string[]): ChildProcess {
    const child = spawn(PROXY, ['-f', config, '-db', ...more], { stdio: 'ignore' });
    begun.push(child);
    return child;
  }
  let current = proxy();

  writeFileSync(join(folder, 'ports.json'), JSON.stringify({ blue, green }));
  const run = (verb: string, ...args: string[]) => [
    ...[process.execPath, SCRIPT, folder, verb],
    ...args,
  ];
  const placement = haproxyTarget.parse({
    socket,
    backend: 'shop',
    slots: { blue: ['blue'], green: ['green'] },
    map,
    resolve: run('resolve', '{version}'),
    start: run('start', '{version}', '{digest}', '{slot}'),
    stop: run('stop', '{version}', '{digest}', '{slot}'),
    running: run('running'),
    timeout: '30s',
  });
  const env = { PATH: process.env['PATH'] };
  const provider = createHaproxyProvider({ env, folder, log });
  const target = { service: 'shop', environment: 'production' };

  function ask(): Promise<string> {
    return new Promise((resolve, reject) => {
      const asked = request({ port: front, host: '127.0.0.1', agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () =>
          response.statusCode === 200 ? resolve(text) : reject(new Error(`${response.statusCode}`)),
        );
        response.on('error', reject);
      });
      asked.on('error', reject);
      asked.end();
    });
  }

  /** Asks from `clients` at once until it is told to stop; every answer and every failure is kept. */
  function load(clients: number) {
    const answers: Answer[] = [];
    const failures: string[] = [];
    let over = false;
    const loops = Array.from({ length: clients }, async () => {
      while (!over) {
        const askedAt = performance.now();
        await ask().then(
          (version) => answers.push({ version, askedAt }),
          (error: unknown) => failures.push(String(error)),
        );
      }
    });
    return {
      answers,
      failures,
      async stop() {
        over = true;
        await Promise.all(loops);
      },
    };
  }

  return {
    /** Where people come in. */
    front,
    /** Where the slots themselves answer. */
    ports: [blue, green],
    provider,
    placement,
    /** A `close` for the placement. */
    close: run('close', '{version}', '{digest}', '{slot}'),
    target,
    socket,
    ask,
    load,
    observe: () => provider.deployer.observe(target, placement),
    call: (more: Partial<Call> = {}): Call => ({
      ...target,
      key: crypto.randomUUID(),
      epoch: 1,
      placement,
      resumed: false,
      signal: AbortSignal.timeout(40_000),
      log: () => {},
      ...more,
    }),
    /** A new process takes over the listening sockets, as `systemctl reload haproxy` has it. */
    reload() {
      current = proxy('-x', socket, '-sf', String(current.pid));
    },
    /** All that was set by the runtime API is lost, and for a moment nobody is let in. */
    async restart() {
      current.kill('SIGKILL');
      await once(current, 'exit');
      current = proxy();
    },
    /** Puts a version into the slot that has all the traffic, as if it had been there before Fairway. */
    async inherits(version: string) {
      const found = await provider.artifacts.resolve(target, placement, version);
      if (found.kind !== 'found') throw new Error(`no ${version}`);
      const [program = '', ...args] = run('start', version, found.artifact.digest, 'blue');
      execFileSync(program, args, { env });
    },
    stop() {
      for (const child of begun) child.kill('SIGKILL');
      for (const name of ['blue', 'green']) {
        try {
          process.kill(
            JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')).pid,
            'SIGKILL',
          );
        } catch {
          // Nothing is in that slot.
        }
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
