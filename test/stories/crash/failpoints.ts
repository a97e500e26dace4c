import type { Pool, PoolClient } from 'pg';
import type { Provider } from '../../../src/ports/provider.ts';

/** The process is gone: whoever still runs in it gets this from everything it reaches for. */
export class Killed extends Error {}

/**
 * Every time Fairway reaches out of its process is a point: a statement sent to the database, its
 * answer received, a provider called, its answer received. At point number `at` the process dies:
 * that call and everything after it throws, and nothing more leaves.
 */
export interface Failpoints {
  readonly passed: () => number;
  readonly dead: () => boolean;
  pool(real: Pool): Pool;
  provider(real: Provider): Provider;
}

export function failpoints(at: number): Failpoints {
  let passed = 0;
  let dead = false;
  function point(): void {
    if (!dead) passed += 1;
    if (passed === at) dead = true;
    if (dead) throw new Killed(`killed at point ${at}`);
  }
  /** Dies before it leaves, or after it was done and before its answer is heard. */
  async function through<T>(call: () => Promise<T>): Promise<T> {
    point();
    const answer = await call();
    point();
    return answer;
  }
  const guarded =
    (call: (...all: never[]) => Promise<unknown>) =>
    (...all: never[]) =>
      through(() => call(...all));
  function client(real: PoolClient): PoolClient {
    return proxied(real, {
      query: guarded(real.query.bind(real) as (...all: never[]) => Promise<unknown>),
      release: (broken?: Error | boolean) => real.release(dead || broken),
    });
  }
  return {
    passed: () => passed,
    dead: () => dead,
    pool: (real) =>
      proxied(real, {
        query: guarded(real.query.bind(real) as (...all: never[]) => Promise<unknown>),
        connect: async () => {
          point();
          return client(await real.connect());
        },
      }),
    provider: ({ name, patienceMs, deployer, artifacts, metrics }) => ({
      name,
      patienceMs,
      deployer: {
        name: deployer.name,
        dedup: deployer.dedup,
        prestage: (...asked) => through(() => deployer.prestage(...asked)),
        start: (...asked) => through(() => deployer.start(...asked)),
        shift: (...asked) => through(() => deployer.shift(...asked)),
        finish: (...asked) => through(() => deployer.finish(...asked)),
        observe: (...asked) => through(() => deployer.observe(...asked)),
      },
      artifacts: { resolve: (...asked) => through(() => artifacts.resolve(...asked)) },
      metrics: metrics && { read: (...asked) => through(() => metrics.read(...asked)) },
    }),
  };
}

function proxied<T extends object>(real: T, own: Readonly<Record<string, unknown>>): T {
  return new Proxy(real, {
    get(target, name) {
      if (typeof name === 'string' && name in own) return own[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
