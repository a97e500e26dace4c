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
  readonly pulled: (digest: Digest) => void;
  readonly failed: (digest: Digest, why: string) => void;
}): Pulls {
  const running = new Map<Digest, NodeJS.Timeout>();
  function end(digest: Digest): void {
    running.delete(digest);
    if (options.registryUp()) options.pulled(digest);
    else options.failed(digest, `the registry does not answer, so ${digest} cannot be pulled`);
  }
  return {
    begin(digest) {
      if (running.has(digest)) return;
      const ms = options.registryUp() ? options.pullMs : 0;
      running.set(digest, setTimeout(end, ms, digest));
    },
    stop() {
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    },
  };
}
