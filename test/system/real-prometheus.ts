import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const SCRAPE_MS = 250;

export function hasPrometheus(): boolean {
  try {
    execFileSync('prometheus', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface RealPrometheus {
  readonly url: string;
  /** What the processes say from now on, in the text format. */
  show(pages: readonly string[]): void;
  /** Waits until what is shown has been read more than once. */
  seen(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Debian's own Prometheus on this machine, which reads small exporters of the test, four times a second. */
export async function startPrometheus(processes: number): Promise<RealPrometheus> {
  let pages: readonly string[] = [];
  let shown = 0;
  const exporters = await Promise.all(
    Array.from({ length: processes }, (_, i) =>
      listening(() => `${pages[i] ?? ''}shown ${shown}\n`),
    ),
  );
  const folder = mkdtempSync(join(tmpdir(), 'fairway-prometheus-'));
  writeFileSync(join(folder, 'prometheus.yml'), configuration(exporters.map(portOf)));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  const stop = (): Promise<void> => ended(child);
  await ready(url, child, processes);
  return {
    url,
    show(now) {
      pages = now;
      shown += 1;
    },
    async seen() {
      const query = `count(shown == ${shown})`;
      for (let n = 0; n < 100 && !(await says(url, query, processes)); n += 1) await sleep(100);
      await sleep(SCRAPE_MS);
    },
    stop,
    async close() {
      await stop();
      for (const one of exporters) {
        one.closeAllConnections();
        one.close();
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(ports: readonly number[]): string {
  const targets = ports.map((port) => `'127.0.0.1:${port}'`).join(', ');
  return [
    `global: { scrape_interval: ${SCRAPE_MS}ms, scrape_timeout: ${SCRAPE_MS}ms }`,
    'scrape_configs:',
    '  - job_name: shop',
    '    static_configs:',
    `      - targets: [${targets}]`,
    '',
  ].join('\n');
}

async function listening(page: () => string): Promise<Server> {
  const server = createServer((_, res) => {
    res.setHeader('content-type', 'text/plain; version=0.0.4');
    res.end(page());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>((done) => socket.listen(0, '127.0.0.1', done));
  const { port } = socket.address() as AddressInfo;
  await new Promise((done) => socket.close(done));
  return port;
}

async function says(url: string, query: string, value: number): Promise<boolean> {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  return (await answer.text()).includes(`"${value}"`);
}

async function ready(url: string, child: ChildProcess, processes: number): Promise<void> {
  for (let n = 0; n < 150 && child.exitCode === null; n += 1) {
    const answer = await fetch(`${url}/-/ready`).catch(() => null);
    // It finds its targets some seconds after it is ready.
    if (answer?.ok && (await says(url, 'count(up == 1)', processes))) return;
    await sleep(100);
  }
  throw new Error('Prometheus did not start');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}
