import { Agent } from 'node:http';

/** One version's instance behind a proxy: where it listens, and what it still has to answer. */
export interface Backend {
  readonly version: string;
  readonly agent: Agent;
  /** Undefined while no process listens: requests that fall to it fail, and are measured. */
  port(): number | undefined;
  pointTo(port: number | undefined): void;
  entered(): void;
  left(): void;
  /** Resolves once no request is in flight, or after `boundMs`; closes idle connections then. */
  drained(boundMs: number): Promise<void>;
}

export function createBackend(version: string): Backend {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 32 });
  let port: number | undefined;
  let inFlight = 0;
  let emptied: (() => void) | undefined;
  return {
    version,
    agent,
    port: () => port,
    pointTo(next) {
      port = next;
    },
    entered() {
      inFlight += 1;
    },
    left() {
      inFlight -= 1;
      if (inFlight === 0) emptied?.();
    },
    async drained(boundMs) {
      if (inFlight > 0)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, boundMs);
          emptied = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      agent.destroy();
    },
  };
}
