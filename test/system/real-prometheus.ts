import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gaugePage, PROTOBUF } from './protobuf-page.ts';

const SCRAPE_MS = 250;

/** What a process says when it is read: text, protobuf, or (null) nothing until it is given up. */
type Page = string | Buffer | null;

interface Setting {
  /** Of its command line, beside where it listens and keeps things. */
  readonly flags?: readonly string[];
  /** Lines of its configuration, beside whom it reads. */
  readonly configuration?: readonly string[];
}

/** Debian's own Prometheus on this machine. */
interface Scraping {
  readonly url: string;
  stop(): Promise<void>;
  /** Stops it and forgets what it has read. */
  close(): Promise<void>;
}

export interface RealPrometheus extends Scraping {
  /** What the processes say from now on. */
  show(pages: readonly Page[]): void;
  /** Waits until what is shown has been read more than once, of so many processes; left out: of all. */
  seen(processes?: number): Promise<void>;
}

/** One that reads small exporters of the test, four times a second. */
export async function startPrometheus(
  processes: number,
  setting?: Setting,
): Promise<RealPrometheus> {
  let pages: readonly Page[] = [];
  let shown = 0;
  const exporters = await Promise.all(
    Array.from({ length: processes }, (_, i) =>
      listening((response) => answer(response, shown, pages[i])),
    ),
  );
  const scraping = await startScraping(exporters.map(portOf), setting);
  const { url } = scraping;
  await found(() => says(url, 'count(up == 1)', processes));
  return {
    ...scraping,
    show(now) {
      pages = now;
      shown += 1;
    },
    async seen(all = processes) {
      const query = `count(shown == ${shown})`;
      for (let n = 0; n < 600 && !(await says(url, query, all)); n += 1) await sleep(100);
      await sleep(SCRAPE_MS);
    },
    async close() {
      await scraping.close();
      for (const one of exporters) {
        one.closeAllConnections();
        one.close();
      }
    },
  };
}

/** One that reads whatever answers at these ports of this machine, at `/metrics`, four times a second. */
export async function startScraping(
  ports: readonly number[],
  { flags = [], configuration: more = [] }: Setting = {},
): Promise<Scraping> {
  const folder = mkdtempSync(join(tmpdir(), 'fairway-prometheus-'));
  writeFileSync(join(folder, 'prometheus.yml'), configuration(ports, more));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
      ...flags,
    ],
    { stdio: 'ignore' },
  );
  const stop = (): Promise<void> => ended(child);
  await found(async () => {
    if (child.exitCode !== null) throw new Error('Prometheus did not start');
    const answered = await fetch(`${url}/-/ready`).catch(() => null);
    // It finds its targets some seconds after it is ready.
    return answered?.ok === true && says(url, 'count(up)', ports.length);
  });
  return {
    url,
    stop,
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(ports: readonly number[], more: readonly string[]): string {
  const targets = ports.map((port) => `'127.0.0.1:${port}'`).join(', ');
  return [
    `global: { scrape_interval: ${SCRAPE_MS}ms, scrape_timeout: ${SCRAPE_MS}ms }`,
    'scrape_configs:',
    '  - job_name: shop',
    '    static_configs:',
    `      - targets: [${targets}]`,
    ...more,
    '',
  ].join('\n');
}

function answer(response: ServerResponse, shown: number, page: Page = ''): void {
  if (page === null) return;
  const isText = typeof page === 'string';
  response.setHeader('content-type', isText ? 'text/plain; version=0.0.4' : PROTOBUF);
  response.end(
    isText ? `${page}shown ${shown}\n` : Buffer.concat([page, gaugePage('shown', shown)]),
  );
}

/** A page whose counters were read at that time, in milliseconds, whenever it is handed on. */
export function takenAt(page: string, at: number): string {
  return page.replace(/^(http\S+ \S+)$/gm, `$1 ${at}`);
}

async function listening(reply: (response: ServerResponse) => void): Promise<Server> {
  const server = createServer((_, response) => reply(response));
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

async function found(is: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 150; n += 1) {
    if (await is()) return;
    await sleep(100);
  }
  throw new Error('Prometheus does not read its targets');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}
