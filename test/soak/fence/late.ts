import type { Effect } from '../../../src/ports/deployer.ts';
import type { Provider } from '../../../src/ports/provider.ts';

export const CALLS = ['prestage', 'start', 'shift', 'finish'] as const;
type CallName = (typeof CALLS)[number];

/** When the old call reaches the provider: as seen from a call of the rollback, or outside of it. */
export type Moment = 'before' | 'afterwards' | `with ${CallName}` | `after ${CallName}`;
export const MOMENTS: readonly Moment[] = [
  'before',
  ...CALLS.flatMap((call): Moment[] => [`with ${call}`, `after ${call}`]),
  'afterwards',
];

export interface Late {
  readonly provider: Provider;
  /** Resolves when the old call was made and is on its way. */
  readonly onItsWay: Promise<void>;
  /** Lets it arrive, if it has not yet, and waits for what the provider answers. */
  arrive(): Promise<Effect>;
  /** Whether a call of the rollback had been answered when it was let go: of two on the wire either may arrive first. */
  isBehind(): boolean;
}

/**
 * A provider of which one old call, the `nth` shift of a forward plan, is under way for long: it reaches
 * the real one at this moment of its rollback.
 */
export function delayed(
  real: Provider,
  nth: number,
  moment: Moment,
  isRollback: (key: string) => boolean,
): Late {
  const way = Promise.withResolvers<void>();
  const arrival = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Effect>();
  answer.promise.catch(() => {}); // heard by whoever waits for it
  let shifts = 0;
  let answered = 0;
  let behind: boolean | null = null;
  const { deployer } = real;
  function letGo(): void {
    behind ??= answered > 0;
    arrival.resolve();
  }
  async function arrive(): Promise<Effect> {
    letGo();
    return answer.promise;
  }
  /** A call of the rollback, with the old one beside it or right behind it. */
  async function amid(name: CallName, key: string, call: () => Promise<Effect>): Promise<Effect> {
    if (!isRollback(key)) return call();
    if (moment === `with ${name}`) letGo();
    const effect = await call();
    answered += 1;
    if (moment === `after ${name}`) await arrive();
    return effect;
  }
  const provider: Provider = {
    ...real,
    deployer: {
      ...deployer,
      prestage: (call, ...rest) =>
        amid('prestage', call.key, () => deployer.prestage(call, ...rest)),
      start: (call, ...rest) => amid('start', call.key, () => deployer.start(call, ...rest)),
      finish: (call, ...rest) => amid('finish', call.key, () => deployer.finish(call, ...rest)),
      async shift(call, ...rest) {
        if (isRollback(call.key))
          return amid('shift', call.key, () => deployer.shift(call, ...rest));
        shifts += 1;
        if (shifts !== nth) return deployer.shift(call, ...rest);
        way.resolve();
        await arrival.promise;
        // Its worker may have given up on it; the request is on the wire all the same.
        const effect = deployer.shift({ ...call, signal: AbortSignal.timeout(10_000) }, ...rest);
        effect.then(answer.resolve, answer.reject);
        return effect;
      },
    },
  };
  return { provider, onItsWay: way.promise, arrive, isBehind: () => behind === true };
}
