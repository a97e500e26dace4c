import { readFile } from 'node:fs/promises';
import type { SignalSource } from '../../domain/verdict/signal-source.ts';
import type { Metrics } from '../../ports/metrics.ts';
import { guardedFetch } from '../outbound/guarded-fetch.ts';
import { createApi } from './api.ts';
import { createPrometheusMetrics } from './metrics.ts';

/** An hour of a hundred processes, read every 15 s. */
const MOST_BYTES = 64 * 1024 * 1024;

export type Environs = Readonly<Record<string, string | undefined>>;

/** Traffic as a Prometheus measures it, whoever deploys there. Its own host is asked and no other. */
export function prometheusMetrics(source: SignalSource, env: Environs): Metrics {
  const { hostname, port, protocol } = new URL(source.url);
  const own = {
    host: hostname,
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
    private: source.private,
  };
  const fetch = guardedFetch({
    allow: () => [own],
    timeoutMs: source.timeout,
    maxBytes: MOST_BYTES,
  });
  const api = createApi(source.url, { fetch, token: () => tokenOf(source, env) });
  return createPrometheusMetrics(source, api);
}

/**
 * Read anew each time, so that it can be changed without a restart. What is named so must be there: asked
 * without it, a source may answer for somebody else.
 */
async function tokenOf({ token }: SignalSource, env: Environs): Promise<string | null> {
  if (token === undefined) return null;
  const named = `SIGNALS_TOKEN_${token}`;
  const file = env[`${named}_FILE`];
  const value =
    file === undefined ? env[named] : await readFile(file, 'utf8').catch(() => undefined);
  const bearer = value?.trim() ?? '';
  if (bearer === '')
    throw new Error(`${named} is not set, nor is there a file that ${named}_FILE names`);
  return bearer;
}
