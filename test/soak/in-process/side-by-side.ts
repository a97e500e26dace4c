/**
 * Takes them from the front, so many at a time; others may take from the same list.
 * @throws the first error, when all under way have ended; nobody takes anything after it
 */
export async function sideBySide<T>(
  lanes: number,
  waiting: T[],
  work: (one: T) => Promise<void>,
): Promise<void> {
  async function lane(): Promise<void> {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      try {
        await work(one);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
