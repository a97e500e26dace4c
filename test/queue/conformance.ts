import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type TestContext, test } from 'vitest';
import { connectQueue, type QueueAddress } from '../../src/queue/connect.ts';
import { BELLS } from '../../src/queue/runners.ts';
import { createBell } from '../../src/queue/waker.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { awake } from '../awake.ts';
import { listeningLog, remembering, until } from './runners.ts';

export interface Backend {
  /** Where the queue is; skips the test, with the reason, where there is none. */
  address(ctx: TestContext): QueueAddress;
  /** Empties the queue behind everybody's back, as an operator might at any moment. */
  empty(): Promise<void>;
  /** Breaks every connection to the server once; returns how many. */
  cut(): Promise<number>;
}

const concurrency = { inbox: 4, advance: 4, back: 4, deliver: 4 };

/** What a bell and its workers promise, on whichever server. */
export function behavesAsQueue({ address, empty, cut }: Backend): void {
  async function open(ctx: TestContext) {
    const log = listeningLog();
    const queue = await connectQueue(address(ctx), () => {});
    return { log, queue, bell: createBell(queue, log) };
  }

  test('each bell wakes its own runner, with the id', async (ctx) => {
    const { queue, bell, log } = await open(ctx);
    const { done, runners } = remembering();
    const workers = startWorkers(queue, runners, { concurrency, log });
    for (const name of BELLS) await bell.ring(name, `${name}:1/ü "x"`);
    await until(() => done.length === BELLS.length);
    expect(done.toSorted()).toEqual(BELLS.map((name) => `${name} ${name}:1/ü "x"`).toSorted());
    await workers.close();
    await queue.close();
  });

  test('a ring during a run is a run of its own afterwards', async (ctx) => {
    const { queue, bell, log } = await open(ctx);
    const { done, runners } = remembering(async () => {
      if (done.length === 1) await bell.ring('advance', 'D-1');
    });
    const workers = startWorkers(queue, runners, { concurrency, log });
    await bell.ring('advance', 'D-1');
    await until(() => done.length === 2);
    await workers.close();
    await queue.close();
  });

  test('what goes back does not wait for workers that are all at other things', async (ctx) => {
    const { queue, bell, log } = await open(ctx);
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const { done, runners } = remembering((name) => (name === 'back' ? Promise.resolve() : held));
    const one = { ...concurrency, advance: 1 };
    const workers = startWorkers(queue, runners, { concurrency: one, log });
    await bell.ring('advance', 'D-1');
    await until(() => done.length === 1);
    await bell.ring('advance', 'D-2');
    await bell.ring('back', 'D-3');
    await until(() => done.length === 2);
    expect(done).toEqual(['advance D-1', 'back D-3']);
    letGo();
    await until(() => done.length === 3);
    await workers.close();
    await queue.close();
  });

  test('what rang while nobody worked is answered when somebody does', async (ctx) => {
    const first = await open(ctx);
    for (let i = 0; i < 20; i += 1) await first.bell.ring('deliver', `m${i}`);
    await first.queue.close();
    const { queue, log } = await open(ctx);
    const { done, runners } = remembering();
    const workers = startWorkers(queue, runners, { concurrency, log });
    await until(() => done.length === 20);
    await workers.close();
    await queue.close();
  });

  test('it says how many rings nobody has answered, of each bell its own', async (ctx) => {
    const { queue, bell } = await open(ctx);
    for (let i = 0; i < 3; i += 1) await bell.ring('deliver', `unheard${i}`);
    expect(await bell.unanswered('deliver')).toBe(3);
    expect(await bell.unanswered('advance')).toBe(0);
    await empty();
    await queue.close();
  });

  test('a runner that throws is logged, and its job is not repeated', async (ctx) => {
    const { queue, bell, log } = await open(ctx);
    const { done, runners } = remembering(async (_bell, id) => {
      if (id === 'bad') throw new Error('no');
    });
    const workers = startWorkers(queue, runners, { concurrency, log });
    await bell.ring('inbox', 'bad');
    await bell.ring('inbox', 'good');
    await until(() => done.includes('inbox good'));
    await sleep(200);
    expect(done.toSorted()).toEqual(['inbox bad', 'inbox good']);
    expect(log.lines).toEqual(['job failed, left to the sweep']);
    await workers.close();
    await queue.close();
  });

  test('closing takes nothing new and waits for what was begun', async (ctx) => {
    const { queue, bell, log } = await open(ctx);
    let finished = false;
    const { done, runners } = remembering(async () => {
      await sleep(400);
      finished = true;
    });
    const one = { ...concurrency, advance: 1 };
    const workers = startWorkers(queue, runners, { concurrency: one, log });
    await bell.ring('advance', 'D-1');
    await bell.ring('advance', 'D-2');
    await until(() => done.length === 1);
    const took = awake();
    await workers.close();
    expect(finished).toBe(true);
    expect(took()).toBeLessThan(3_000);
    expect(done).toEqual(['advance D-1']);
    await empty();
    await queue.close();
  });

  test('it rings again after being emptied and after every connection was cut', async (ctx) => {
    const { queue, bell, log } = await open(ctx);
    const { done, runners } = remembering();
    const workers = startWorkers(queue, runners, { concurrency, log });
    await bell.ring('advance', 'before');
    await until(() => done.includes('advance before'));
    await empty();
    expect(await cut()).toBeGreaterThan(0);
    await until(async () => {
      await bell.ring('advance', 'after');
      await sleep(50);
      return done.includes('advance after');
    });
    await workers.close();
    await queue.close();
  });
}
