import type { Digest } from '../../../domain/artifact/artifact.ts';

export interface Pulls {
  /** Begins pulling unless it is pulling already; the end is told to `pulled` or `failed`. */
  begin(digest: Digest): void;
  stop(): void;
}

/**
 * Pulls images, `pullMs` each, as many at once as are asked for. The registry must be up when a pull
 * begins and when it ends.
 */
export function createPulls(options: {
  readonly pullMs: number;
  readonly registryUp: () => boolean;
  /** Brings it here. @throws when it cannot, or what came is something else */
  readonly pull: (digest: Digest) => Promise<void>;
  readonly pulled: (digest: Digest) => void;
  readonly failed: (digest: Digest, why: string) => void;
}): Pulls {
  const running = new Map<Digest, NodeJS.Timeout>();
  let isStopped = false;
  async function end(digest: Digest): Promise<void> {
    const why = await options.pull(digest).then(() => null, sayWhy);
    running.delete(digest);
    if (isStopped) return;
    if (why === null) options.pulled(digest);
    else options.failed(digest, why);
  }
  return {
    begin(digest) {
      if (running.has(digest)) return;
      const ms = options.registryUp() ? options.pullMs : 0;
      running.set(digest, setTimeout(end, ms, digest));
    },
    stop() {
      isStopped = true;
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    },
  };
}

function sayWhy(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
