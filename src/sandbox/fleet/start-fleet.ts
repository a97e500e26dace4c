import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { type FleetMessage, type FleetOptions, fleetMessage } from './messages.ts';
import { siblingModule } from './sibling-module.ts';
import { type Rates, USUAL_RATES } from './traffic/start-traffic.ts';

export interface RunningFleetProcess {
  readonly pid: number;
  readonly adminUrl: string;
  readonly metricsUrl: string;
  /** @throws when there is no such service or environment */
  proxyUrl(service: string, environment: string): string;
  /** Drains and stops; kills what has not stopped after 10 s. */
  stop(): Promise<void>;
}

const MAIN = siblingModule(import.meta.url, './main');
const STOP_WITHIN_MS = 10_000;

/**
 * Starts the fleet in a process of its own, which goes when this one goes. What ran before a stop or a
 * kill runs again; counters start from zero, and what was measured before is remembered.
 * @param traffic requests a second by service in production, over the usual ones (`USUAL_RATES`); or none
 * @param pullMs how long the registry takes to deliver an image
 * @throws Error with the reason when it cannot start
 */
export async function startFleet(options: {
  readonly dataFolder: string;
  readonly traffic?: Rates | 'off';
  readonly pullMs?: number;
  readonly log: Log;
}): Promise<RunningFleetProcess> {
  const { dataFolder, traffic = {}, pullMs = 1_000, log } = options;
  const rates = traffic === 'off' ? {} : { ...USUAL_RATES, ...traffic };
  const child = forkMain(dataFolder, { rates, pullMs });
  const gone = once(child, 'exit').catch(() => {});
  const { adminPort, proxies } = await whenReady(child, log);
  return {
    pid: child.pid ?? 0,
    adminUrl: `http://127.0.0.1:${adminPort}`,
    metricsUrl: `http://127.0.0.1:${adminPort}/metrics`,
    proxyUrl(service, environment) {
      const one = proxies.find((p) => p.service === service && p.environment === environment);
      if (one === undefined) throw new Error(`the fleet has no ${service} in ${environment}`);
      return `http://127.0.0.1:${one.port}`;
    },
    async stop() {
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await gone;
      clearTimeout(killer);
    },
  };
}

function forkMain(dataFolder: string, options: FleetOptions): ChildProcess {
  const { PATH = '', SystemRoot = '' } = process.env;
  return fork(MAIN, [], {
    execArgv: ['--max-semi-space-size=2'],
    env: {
      PATH,
      SystemRoot,
      FLEET_DATA: dataFolder,
      FLEET_OPTIONS: JSON.stringify(options),
      NODE_COMPILE_CACHE: join(dataFolder, 'compiled', 'fleet'),
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

type Ready = Extract<FleetMessage, { type: 'ready' }>;

function whenReady(child: ChildProcess, log: Log): Promise<Ready> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4_096);
  });
  return new Promise((resolve, reject) => {
    child.on('message', (raw) => {
      const message = fleetMessage.parse(raw);
      switch (message.type) {
        case 'ready':
          return resolve(message);
        case 'failed':
          return reject(new Error(`the fleet cannot start: ${message.why}`));
        case 'log':
          return log[message.level](message.fields, message.message);
      }
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (stderr !== '') log.warn({ stderr }, 'the fleet has left words on stderr');
      reject(new Error(`the fleet went away (${code ?? signal}): ${stderr.trim()}`));
    });
  });
}
