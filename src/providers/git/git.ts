import { execFile } from 'node:child_process';

const PATIENCE_MS = 10_000;
const MOST_BYTES = 32 * 1024 * 1024;
/** Nothing that the repository names is run, and nobody is asked for a password. */
const QUIET = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '--no-pager'];

/**
 * Asks git about the repository that a folder lies in, and answers with what it printed; null where it
 * cannot say: no git, no repository, one of another owner, no such commit. It only reads.
 */
export function git(folder: string, args: readonly string[]): Promise<string | null> {
  // Not the whole environment: tokens are none of git's business, and GIT_DIR would lead it elsewhere.
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
  const options = { timeout: PATIENCE_MS, maxBuffer: MOST_BYTES, env };
  return new Promise((resolve) => {
    execFile('git', ['-C', folder, ...QUIET, ...args], options, (error, stdout) =>
      resolve(error ? null : stdout),
    );
  });
}
