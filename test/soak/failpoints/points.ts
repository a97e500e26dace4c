import type { Pool, PoolClient } from 'pg';
import type { Provider } from '../../../src/ports/provider.ts';

/** What everything gets that reaches out at the point where it breaks. */
export class Broken extends Error {}

/** `dies`: the process is gone. `stumbles`: this one connection is gone, and the process lives on. */
export type Manner = 'dies' | 'stumbles';

/**
 * Every time Fairway reaches out of its process is a point: a statement sent to the database, its
 * answer received, a provider called, its answer received, the same with Slack. At point number `at`
 * it breaks: before it left, or after it was done and before its answer is heard. A process that died
 * reaches nothing any more; one that stumbled has lost the connection it was using.
 */
export interface Points {
  readonly passed: () => number;
  readonly dead: () => boolean;
  /** It has broken, in either manner. */
  readonly struck: () => boolean;
  pool(real: Pool): Pool;
  provider(real: Provider): Provider;
  through<T>(call: () => Promise<T>): Promise<T>;
}

export function createPoints(at: number, manner: Manner): Points {
  let passed = 0;
  let struck = false;
  const dead = (): boolean => struck && manner === 'dies';
  function point(): void {
    if (!dead()) passed += 1;
    const now = !struck && passed === at;
    struck ||= now;
    if (now || dead()) throw new Broken(`broken at point ${at}`);
  }
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
  /** Whatever goes over a connection after it broke does not leave either. */
  function client(real: PoolClient): PoolClient {
    let broken = false;
    // At once, and not when the error is heard: what is sent right behind it must not leave.
    function pointHere(): void {
      if (broken) throw new Broken('this connection is broken');
      try {
        point();
      } catch (error) {
        broken = true;
        throw error;
      }
    }
    async function query(...all: never[]): Promise<unknown> {
      pointHere();
      const answer = await (real.query as (...of: never[]) => Promise<unknown>)(...all);
      pointHere();
      return answer;
    }
    return proxied(real, {
      query,
      release: (error?: Error | boolean) => real.release(dead() || broken || error),
    });
  }
  return {
    passed: () => passed,
    dead,
    struck: () => struck,
    through,
    pool: (real) =>
      proxied(real, {
        query: guarded(real.query.bind(real) as (...all: never[]) => Promise<unknown>),
        connect: async () => {
          point();
          return client(await real.connect());
        },
      }),
    provider: ({ name, patienceMs, deployer, artifacts, artifacts: { changes }, metrics }) => ({
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
      artifacts: {
        resolve: (...asked) => through(() => artifacts.resolve(...asked)),
        ...(changes ? { changes: (...asked) => through(() => changes(...asked)) } : {}),
      },
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
