import type { Target } from '../domain/kernel/target.ts';

/** One who waits for a place in a crowd. */
export interface Waiting<Ask, Answer> extends PromiseWithResolvers<Answer> {
  readonly ask: Ask;
}

/**
 * Sends at once while few are on their way, and gathers what comes meanwhile into the next sending: a
 * commit is a write to the disk, and in a crowd many share one. Two about one target never travel
 * together or at once: the second must see what the first did, and would only wait for its lock.
 * @param send settles everybody it is given, and never throws
 * @param lanes sendings on their way at once
 */
export function crowding<Ask extends { readonly target: Target }, Answer>(
  send: (crowd: readonly Waiting<Ask, Answer>[]) => Promise<void>,
  { lanes, most }: { readonly lanes: number; readonly most: number },
): (ask: Ask) => Promise<Answer> {
  let waiting: Waiting<Ask, Answer>[] = [];
  const busy = new Set<string>();
  let under = 0;

  function take(): readonly Waiting<Ask, Answer>[] {
    const crowd: Waiting<Ask, Answer>[] = [];
    const left: Waiting<Ask, Answer>[] = [];
    for (const one of waiting) {
      const name = nameOf(one.ask.target);
      const fits = crowd.length < most && !busy.has(name);
      (fits ? crowd : left).push(one);
      if (fits) busy.add(name);
    }
    waiting = left;
    return crowd;
  }
  async function sendOff(): Promise<void> {
    under += 1;
    for (let crowd = take(); crowd.length > 0; crowd = take()) {
      await send(crowd);
      for (const { ask } of crowd) busy.delete(nameOf(ask.target));
    }
    under -= 1;
  }
  return (ask) => {
    const one = { ask, ...Promise.withResolvers<Answer>() };
    waiting.push(one);
    if (under < lanes) void sendOff();
    return one.promise;
  };
}

function nameOf({ service, environment }: Target): string {
  return `${service}\n${environment}`;
}
