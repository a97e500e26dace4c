import type { Effect } from '../../src/ports/deployer.ts';

export type EffectName = 'prestage' | 'start' | 'shift' | 'finish';
export type CallName = EffectName | 'observe' | 'resolve' | 'changes' | 'read';

/**
 * Trouble for the next `times` calls (one, unless told).
 *   hang          no answer until the caller's signal aborts or the faults are cleared; then it throws
 *   throw-before  throws, and nothing was done
 *   throw-after   does it, and the answer is lost
 *   lie           answers `done`, and nothing was done
 *   answer        answers this instead of doing anything: `running`, `failed`, `fenced`, `unknown`
 * Reads know only the first two.
 */
export interface Fault {
  readonly call: CallName | '*';
  readonly kind: 'hang' | 'throw-before' | 'throw-after' | 'lie' | 'answer';
  readonly answer?: Effect;
  readonly times?: number;
}

export interface FakeFaults {
  order(fault: Fault): void;
  clear(): void;
  /** Runs a read among the faults ordered for it. */
  read<T>(call: CallName, run: () => T): Promise<T>;
  /** Runs an effect among the faults ordered for it. */
  effect(call: EffectName, signal: AbortSignal, run: () => Effect): Promise<Effect>;
}

export function createFaults(): FakeFaults {
  let ordered: { readonly fault: Fault; left: number }[] = [];
  let letGo = new AbortController();

  function take(call: CallName): Fault | null {
    const met = ordered.find(({ fault }) => fault.call === call || fault.call === '*');
    if (!met) return null;
    met.left -= 1;
    if (met.left === 0) ordered = ordered.filter((one) => one !== met);
    return met.fault;
  }

  async function before(call: CallName, fault: Fault | null, signal: AbortSignal): Promise<void> {
    if (fault?.kind === 'throw-before') throw new Error(`${call}: connection refused`);
    if (fault?.kind !== 'hang') return;
    await aborted(AbortSignal.any([signal, letGo.signal]));
    throw new Error(`${call}: no answer in time`);
  }

  return {
    order(fault) {
      ordered.push({ fault, left: fault.times ?? 1 });
    },
    clear() {
      ordered = [];
      letGo.abort();
      letGo = new AbortController();
    },
    async read(call, run) {
      await before(call, take(call), letGo.signal);
      return run();
    },
    async effect(call, signal, run) {
      signal.throwIfAborted();
      const fault = take(call);
      await before(call, fault, signal);
      if (fault?.kind === 'lie') return { kind: 'done' };
      if (fault?.kind === 'answer') return required(fault.answer);
      const effect = run();
      if (fault?.kind === 'throw-after') throw new Error(`${call}: connection reset`);
      return effect;
    },
  };
}

function required(answer: Effect | undefined): Effect {
  if (!answer) throw new Error('a fault of kind `answer` needs an answer');
  return answer;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
