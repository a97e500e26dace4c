import { execFileSync } from 'node:child_process';
import { constants } from 'node:os';

/** An interrupted run takes its servers and lives with it: they would starve whatever comes next. */
export function endAllWhenInterrupted(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      for (const pid of startedBy(process.pid)) end(pid);
      process.exit(128 + constants.signals[signal]);
    });
  }
}

/** Everything below this process, children before their own. */
function startedBy(pid: number): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  const all = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    all.flatMap(([child = 0, of]) => (of === parent ? [child, ...below(child)] : []));
  return below(pid);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended by itself.
  }
}
