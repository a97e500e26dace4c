/**
 * A rival of a bench in a process of its own, so that its processor time can be read from outside: it
 * says `ready`, then takes orders over IPC, one at a time, and answers each with what it did.
 */
import { z } from 'zod';
import { percentile } from './figure.ts';

/** What each rival has to its database: DBOS's own default, and all fit into one server. */
export const CONNECTIONS = 10;

/** So many lanes side by side, each of which begins its next run when the last one is over, for so long. */
export const Order = z.object({ lanes: z.number(), forMs: z.number() });
export type Order = z.infer<typeof Order>;

export const Tally = z.object({
  runs: z.number(),
  seconds: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
});
export type Tally = z.infer<typeof Tally>;

/** Obeys until whoever gave the orders is gone. */
export function obey(one: (lane: number) => Promise<void>, end: () => Promise<void>): void {
  process.on('message', (raw) => {
    drive(Order.parse(raw), one).then(
      (tally) => process.send?.(tally),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
  const leave = (): void => void end().finally(() => process.exit(0));
  process.once('SIGTERM', leave);
  process.once('disconnect', leave);
  process.stdout.write('ready\n');
}

/** Also for a bench that is its own rival. */
export async function drive(
  { lanes, forMs }: Order,
  one: (lane: number) => Promise<void>,
): Promise<Tally> {
  const took: number[] = [];
  const began = performance.now();
  async function goDown(lane: number): Promise<void> {
    while (performance.now() - began < forMs) {
      const since = performance.now();
      await one(lane);
      took.push(performance.now() - since);
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, lane) => goDown(lane)));
  const seconds = (performance.now() - began) / 1_000;
  const [p50Ms, p99Ms] = [percentile(took, 0.5), percentile(took, 0.99)];
  return { runs: took.length, seconds, p50Ms, p99Ms };
}
