import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { createPool } from '../../../src/store/pool.ts';
import { demands } from '../kills/demands.ts';
import { type Chronicle, createChronicle } from '../program/chronicle.ts';
import type { Ground } from '../program/ground.ts';
import { type Life, type Reply, startLife } from '../program/life.ts';
import { openDeployments } from '../program/watch.ts';
import type { Orders } from '../program/words.ts';
import type { Random } from '../random.ts';

/** Several Fairways at once on one ground, and people who ask any of them. */
export interface Crowd {
  readonly ground: Ground;
  readonly pool: Pool;
  readonly chronicle: Chronicle;
  readonly random: Random;
  readonly tell: (line: string) => void;
  readonly lives: readonly Life[];
  /** Deployments that an answer has promised. */
  readonly promised: string[];
  /** How often an answer was that something is away just now. */
  weather: number;
}

const LOOK_MS = 120;
const READY_WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 2_000;

/** @throws when one of them does not start */
export async function assemble(
  ground: Ground,
  orders: readonly Partial<Orders>[],
  { random, tell }: Pick<Crowd, 'random' | 'tell'>,
): Promise<Crowd> {
  const pool = createPool(ground.addresses.databaseUrl, {
    max: 4,
    applicationName: 'soak',
    onError() {},
  });
  const lives = orders.map((one) => startLife(ground, null, one));
  const chronicle = createChronicle(ground.fleetFolder);
  const crowd: Crowd = { ground, pool, chronicle, random, tell, lives, promised: [], weather: 0 };
  const late = sleep(READY_WITHIN_MS, false, { ref: false });
  const ready = await Promise.all(lives.map((life) => Promise.race([life.ready, late])));
  if (ready.every(Boolean)) return crowd;
  const words = await ground.keepLog();
  await disperse(crowd);
  throw new Error(`a Fairway did not start: ${words}`);
}

export async function disperse({ lives, pool }: Crowd): Promise<void> {
  for (const life of lives) life.signal('SIGKILL');
  await Promise.allSettled(lives.map(({ gone }) => gone));
  await pool.end();
}

/** Whatever `hurt` does, people go on asking meanwhile. */
export async function amongPeople<T>(crowd: Crowd, hurt: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const asking = askOn(crowd, over.signal);
  try {
    return await hurt();
  } finally {
    over.abort();
    await asking;
  }
}

async function askOn(crowd: Crowd, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const open = await openDeployments(crowd.pool).catch(() => []); // away, and people ask all the same
    const lines = demands(open, crowd.random);
    const answers = lines.map((line) => ask(crowd, crowd.random.pick(crowd.lives), line));
    await Promise.race([Promise.all(answers), sleep(ANSWER_WITHIN_MS)]);
    await crowd.chronicle.read();
    await sleep(LOOK_MS);
  }
}

/** Asks one of them, and remembers what it promises. */
export async function ask(crowd: Crowd, life: Life, line: string): Promise<Reply | null> {
  const reply = await life.run(line);
  if (reply?.kind === 'weather') crowd.weather += 1;
  const [, id] = /^(D-\d+): .* is under way\.$/.exec(reply?.text ?? '') ?? [];
  if (id !== undefined) crowd.promised.push(id);
  return reply;
}
