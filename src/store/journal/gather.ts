/**
 * Sends at once while few are on their way, and gathers what comes meanwhile into the next sending:
 * alone a value waits for nobody, in a crowd many share one round trip and one commit. When a crowd
 * fails each is tried alone, so that one bad value fails nobody else's.
 * @param send answers in the order of the values
 * @param lanes sendings on their way at once
 */
export function gathering<V, R>(
  send: (values: readonly V[]) => Promise<readonly R[]>,
  { lanes, most }: { readonly lanes: number; readonly most: number },
): (value: V) => Promise<R> {
  let waiting: Waiting<V, R>[] = [];
  let under = 0;

  async function sendOff(): Promise<void> {
    under += 1;
    while (waiting.length > 0) {
      const crowd = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await sendCrowd(send, crowd);
    }
    under -= 1;
  }
  return (value) => {
    const one = { value, ...Promise.withResolvers<R>() };
    waiting.push(one);
    if (under < lanes) void sendOff();
    return one.promise;
  };
}

type Waiting<V, R> = { readonly value: V } & PromiseWithResolvers<R>;

/** Never throws: everybody gets their own answer or error. */
async function sendCrowd<V, R>(
  send: (values: readonly V[]) => Promise<readonly R[]>,
  crowd: readonly Waiting<V, R>[],
): Promise<void> {
  try {
    const answers = await send(crowd.map(({ value }) => value));
    if (answers.length !== crowd.length) throw new Error('not one answer for each value');
    for (const [i, answer] of answers.entries()) crowd[i]?.resolve(answer);
  } catch (error) {
    const [first, ...others] = crowd;
    if (others.length === 0) first?.reject(error);
    else await Promise.all(crowd.map((one) => sendCrowd(send, [one])));
  }
}
