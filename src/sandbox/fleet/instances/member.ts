import type { Artifact } from '../../../domain/artifact/artifact.ts';
import { type Backend, createBackend } from '../proxy/backend.ts';
import type { Deployed } from '../state/fleet-state.ts';
import type { Instance } from './launch.ts';

export type InstancePhase = 'starting' | 'ready' | 'down' | 'draining';

/** One version's process in one slot, restarted when it dies, until it is retired. */
export interface Member extends Artifact {
  readonly backend: Backend;
  phase(): InstancePhase;
  /** Finishes the requests in flight, then stops the process; resolves when it is gone. */
  retire(): Promise<void>;
  /** Stops the process now. */
  stop(): Promise<void>;
}

export interface MemberEvents {
  ready(): void;
  /** It died or would not start again; it is restarted after `afterMs`. */
  down(why: string, afterMs: number): void;
  /** It died before it was ever healthy here: it is not restarted. */
  stillborn(why: string): void;
}

const DRAIN_WITHIN_MS = 10_000;
const STOP_WITHIN_MS = 3_000;
const RESTART_AFTER_MS = 500;
const RESTART_AT_MOST_MS = 10_000;

export function startMember(one: Deployed, launch: () => Instance, events: MemberEvents): Member {
  const backend = createBackend(one.version);
  let phase: InstancePhase = 'starting';
  let { proven } = one;
  let deaths = 0;
  let instance = launch();
  const leaving = (): boolean => phase === 'draining';

  async function follow(current: Instance): Promise<void> {
    try {
      backend.pointTo(await current.ready);
    } catch (error) {
      await current.stop(0);
      return notHealthy(error instanceof Error ? error.message : String(error));
    }
    if (leaving()) return;
    phase = 'ready';
    proven = true;
    events.ready();
    await current.gone;
    backend.pointTo(undefined);
    notHealthy('the process went away');
  }

  function notHealthy(why: string): void {
    if (leaving()) return;
    if (proven) restartLater(why);
    else events.stillborn(why);
  }

  function restartLater(why: string): void {
    phase = 'down';
    const afterMs = Math.min(RESTART_AFTER_MS * 2 ** deaths, RESTART_AT_MOST_MS);
    deaths += 1;
    setTimeout(() => {
      if (leaving()) return;
      phase = 'starting';
      instance = launch();
      void follow(instance);
    }, afterMs).unref();
    events.down(why, afterMs);
  }

  void follow(instance);
  return {
    version: one.version,
    digest: one.digest,
    backend,
    phase: () => phase,
    async retire() {
      phase = 'draining';
      await backend.drained(DRAIN_WITHIN_MS);
      await instance.stop(STOP_WITHIN_MS);
    },
    async stop() {
      phase = 'draining';
      await instance.stop(STOP_WITHIN_MS);
    },
  };
}
