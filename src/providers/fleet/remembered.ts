import { z } from 'zod';
import type { Target } from '../../domain/kernel/target.ts';
import type { Bucket, Counters } from '../../domain/verdict/counters.ts';
import type { Span } from '../../ports/metrics.ts';
import { type Address, at, exchange, sayRefusal } from './exchange.ts';

/** Requests, errors, orders, and then how many took up to each edge and no more; the last beyond them all. */
const tally = z.array(z.number().nonnegative());
const spell = z.object({
  from: z.number(),
  measuredMs: z.number().nonnegative(),
  versions: z.record(z.string(), tally),
});
const history = z.object({ edgesMs: z.array(z.number().positive()), spells: z.array(spell) });

/** What every version served in one step of a span, and how much of it was measured. */
export type Spell = z.infer<typeof spell>;
export type Remembered = z.infer<typeof history>;
type Tally = z.infer<typeof tally>;

const WITHIN_MS = 5_000;
const MINUTE_MS = 60_000;

/** Asks the fleet about a span, in steps or all at once; steps of which nothing was measured are not there. */
export async function remembered(
  admin: Address,
  { service, environment }: Target,
  span: Span,
  stepMs?: number,
): Promise<Remembered> {
  const [from, to] = [Math.round(span.from), Math.round(span.to)];
  const step = stepMs ?? Math.max(1, to - from);
  const asked = { service, environment, from: `${from}`, to: `${to}`, step: `${step}` };
  const url = at(admin, `/admin/history?${new URLSearchParams(asked)}`);
  const { status, body } = await exchange(url, {}, { withinMs: WITHIN_MS });
  const read = history.safeParse(body);
  if (status === 200 && read.success) return read.data;
  throw new Error(`the fleet cannot say what ${service} served: ${sayRefusal(body)}`);
}

/** Orders a minute that each version had while it was measured. */
export function ordersIn({ versions, measuredMs }: Spell): ReadonlyMap<string, number> {
  const rate = ([, , orders = 0]: Tally): number =>
    measuredMs === 0 ? 0 : (orders * MINUTE_MS) / measuredMs;
  return new Map(Object.entries(versions).map(([version, own]) => [version, rate(own)]));
}

export function countersIn({ versions }: Spell, edgesMs: readonly number[]): Map<string, Counters> {
  const counters = Object.entries(versions).map(([version, own]): [string, Counters] => {
    const [requests = 0, errors = 0, , ...within] = own;
    let sum = 0;
    const buckets = [...edgesMs, null].map((edge, i): Bucket => {
      sum += within[i] ?? 0;
      return [edge, sum];
    });
    return [version, { requests, errors, buckets }];
  });
  return new Map(counters);
}
