import type { ChildProcess } from 'node:child_process';

/** Ends a program together with what it has started. */
export interface Ending {
  /** Asks the group to go, then makes it. Only the first reason counts. */
  stop(why: string): void;
  /** Why it was stopped, or null when it was not. */
  stopped(): string | null;
  /** Resolves when even SIGKILL has not ended it in time: it hangs in the kernel, we go on without it. */
  readonly hopeless: Promise<void>;
  /** It has ended, one way or the other: no timer is left. */
  done(): void;
}

/** How long output may still come after the program itself has gone. */
const DRAIN_MS = 500;
const KILL_TAKES_MS = 2_000;

/**
 * SIGTERM to the group, and SIGKILL when its leader has gone or `graceMs` are over. The child must have
 * been spawned `detached`, which makes it the leader of a group with its own number.
 */
export function prepareEnding(child: ChildProcess, graceMs: number): Ending {
  const timers: NodeJS.Timeout[] = [];
  let reason: string | null = null;
  let giveUp = (): void => {};
  const hopeless = new Promise<void>((resolve) => {
    giveUp = resolve;
  });

  function kill(): void {
    signalGroup(child, 'SIGKILL');
    timers.push(setTimeout(giveUp, KILL_TAKES_MS));
  }

  child.once('exit', () => {
    if (reason !== null) signalGroup(child, 'SIGKILL');
    timers.push(setTimeout(() => closeOutput(child), DRAIN_MS));
  });

  return {
    stop(why) {
      if (reason !== null) return;
      reason = why;
      signalGroup(child, 'SIGTERM');
      timers.push(setTimeout(kill, graceMs));
    },
    stopped: () => reason,
    hopeless,
    done() {
      for (const timer of timers) clearTimeout(timer);
      closeOutput(child);
    },
  };
}

/** A grandchild that lives on may hold the pipes open; `close` comes when our ends are. */
function closeOutput(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function signalGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // Nobody of the group is left, which is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
