import { readFile } from 'node:fs/promises';
import type { Env } from './env/read-values.ts';

/** More is no secret but a mistake. */
const MOST = 4_096;

/**
 * Reads secrets where references say: `env:NAME` from this process's environment, `file:/path` from a
 * file such as an orchestrator mounts, without the line end. null where there is none.
 */
export function createSecrets(env: Env) {
  return {
    async read(ref: string): Promise<string | null> {
      const [, kind, rest = ''] = /^(env|file):(.+)$/.exec(ref) ?? [];
      const text = kind === 'env' ? env[rest] : kind === 'file' ? await readText(rest) : undefined;
      const secret = text?.replace(/\r?\n$/, '') ?? '';
      return secret === '' || secret.length > MOST ? null : secret;
    },
  };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
