import type { Dedup, Effect } from '../../ports/deployer.ts';
import { meaningOf } from './exit-codes.ts';
import type { Run } from './runner.ts';

const AGAIN_IN_MS = 5_000;

/**
 * What a run of an effect means. Where the command may not be run twice (`dedup: none`) nothing is
 * retryable and nothing is waited for: both would run it again.
 * @throws when nothing is known and running it again is safe
 */
export function effectOf(run: Run, dedup: Dedup): Effect {
  switch (run.kind) {
    case 'exited':
      return effectOfCode(run.code, run.lastWords, dedup);
    case 'not started':
      return {
        kind: 'failed',
        why: `the command was not run: ${run.why}`,
        retryable: run.retryable && dedup !== 'none',
      };
    case 'cut': {
      const why = `the command was cut short (${run.why})${said(run.lastWords)}`;
      if (dedup === 'none') return { kind: 'unknown', why };
      throw new Error(why);
    }
  }
}

function effectOfCode(code: number, lastWords: string | null, dedup: Dedup): Effect {
  const why = lastWords ?? `the command exited with ${code} and said nothing on stderr`;
  switch (meaningOf(code)) {
    case 'done':
      return { kind: 'done' };
    case 'fenced':
      return { kind: 'fenced' };
    case 'weather':
      return { kind: 'failed', why, retryable: dedup !== 'none' };
    case 'failed':
      return { kind: 'failed', why, retryable: false };
    case 'running':
      if (dedup !== 'none') return { kind: 'running', againInMs: AGAIN_IN_MS };
      return {
        kind: 'unknown',
        why: `the command exited with ${code}, "ask again", but its target says dedup: none, so it is not run twice${said(lastWords)}`,
      };
  }
}

function said(lastWords: string | null): string {
  return lastWords === null ? '' : `; its last words: ${lastWords}`;
}
