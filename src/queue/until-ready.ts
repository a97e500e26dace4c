import { setTimeout as sleep } from 'node:timers/promises';

/** What a BullMQ worker made with `autorun: false` can do. */
interface Startable {
  waitUntilReady(): Promise<unknown>;
  run(): Promise<void>;
  close(): Promise<void>;
}

const AGAIN_MS = 1_000;

/**
 * Runs a worker once its server takes it, with a new one for each try. BullMQ 6.7 keeps a refusal it met
 * on its first connection: such a worker would spin on it for ever and never be woken.
 * @param reach rejects while the server takes nobody, so that few workers are made in vain
 */
export function untilReady(
  reach: () => Promise<unknown>,
  open: () => Startable,
  onError: (error: Error) => void,
): { close(): Promise<void> } {
  const closing = new AbortController();
  let worker: Startable | null = null;

  async function begin(): Promise<void> {
    await reach();
    worker = open();
    await worker.waitUntilReady();
    worker.run().catch(onError);
  }

  async function keepTrying(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        return await begin();
      } catch (error) {
        onError(error instanceof Error ? error : new Error(String(error)));
        await worker?.close().catch(onError);
        worker = null;
        await sleep(AGAIN_MS, null, { signal: closing.signal }).catch(() => {}); // closed meanwhile
      }
    }
  }

  const begun = keepTrying();
  return {
    async close() {
      closing.abort();
      await begun;
      await worker?.close();
    },
  };
}
