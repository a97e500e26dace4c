import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { startFlags } from '../../../bench/start-flags.ts';
import type { Ground } from './ground.ts';
import { type End, type Orders, Said } from './words.ts';

export interface Reply {
  readonly kind: string;
  readonly text: string;
}

/** One run of Fairway, from its start to its sudden death. */
export interface Life {
  readonly pid: number;
  /** False when it was gone before it was ready. */
  readonly ready: Promise<boolean>;
  /** Resolves when the process was killed. @throws when it ended in another way: it crashed */
  readonly gone: Promise<void>;
  isGone(): boolean;
  /** Runs a line; null when Fairway ended before it answered. */
  run(line: string, by?: 'ana' | 'bo'): Promise<Reply | null>;
  signal(signal: 'SIGKILL' | 'SIGCONT'): void;
  /** How often each point was reached, as far as it could still say so. */
  readonly reached: ReadonlyMap<string, number>;
  /** How often it was told that somebody newer holds its target. */
  fenced(): number;
  /** Milliseconds from the start to the first change it recorded; null when it recorded none. */
  firstChangeMs(): number | null;
}

export const MAIN = join(import.meta.dirname, 'fairway.ts');
export const LEASE_MS = 1_000;

const PLAIN = {
  leaseMs: LEASE_MS,
  sweepMs: 1_000,
  skewMs: 0,
  jumps: [],
  rules: '',
  withdrawMs: 0,
  script: null,
};

export function startLife(ground: Ground, end: End | null, more: Partial<Orders> = {}): Life {
  const orders: Orders = { ...ground.addresses, ...PLAIN, end, ...more };
  const log = openSync(ground.log, 'a');
  const child = fork(ground.program ?? MAIN, [], {
    execArgv: [...startFlags],
    env: { PATH: process.env['PATH'] ?? '', ...ground.cache, SOAK_ORDERS: JSON.stringify(orders) },
    stdio: ['ignore', 'ignore', log, 'ipc'],
  });
  closeSync(log);
  const began = performance.now();
  const reached = new Map<string, number>();
  const waiting = new Map<number, (reply: Reply | null) => void>();
  const ready = Promise.withResolvers<boolean>();
  let isGone = false;
  let fenced = 0;
  let firstChangeMs: number | null = null;
  let asked = 0;

  function hear(said: Said): void {
    switch (said.type) {
      case 'ready':
        ready.resolve(true);
        return;
      case 'point':
        if (said.name === 'recorded') firstChangeMs ??= performance.now() - began;
        reached.set(said.name, (reached.get(said.name) ?? 0) + 1);
        return;
      case 'reply':
        waiting.get(said.n)?.(said);
        waiting.delete(said.n);
        return;
      case 'fenced':
        fenced += 1;
        return;
    }
  }
  child.on('message', (raw) => hear(Said.parse(raw)));
  child.on('error', () => {}); // a send to a process that is just dying
  const gone = once(child, 'exit').then(([code, signal]) => {
    isGone = true;
    ready.resolve(false);
    for (const answer of waiting.values()) answer(null);
    if (signal !== 'SIGKILL')
      throw new Error(`Fairway ended by itself with ${code}: ${ground.log}`);
  });
  gone.catch(() => {}); // heard by whoever waits for it
  return {
    pid: child.pid ?? 0,
    ready: ready.promise,
    gone,
    isGone: () => isGone,
    run(line, by = 'ana') {
      if (isGone || !child.connected) return Promise.resolve(null);
      asked += 1;
      const n = asked;
      return new Promise((resolve) => {
        waiting.set(n, resolve);
        child.send({ n, line, by }, (error) => {
          if (error) resolve(null);
        });
      });
    },
    signal: (signal) => void child.kill(signal),
    reached,
    fenced: () => fenced,
    firstChangeMs: () => firstChangeMs,
  };
}
