import type { AddressInfo, Server } from 'node:net';
import { instant } from '../../../src/domain/kernel/time.ts';
import { ValidationFile } from '../../../src/domain/verdict/validation.ts';
import { createProbes } from '../../../src/providers/probes/index.ts';

export const NOW = instant(Math.floor(Date.now() / 1_000) * 1_000); // as HTTP tells time
export const DAY = 86_400_000;

export async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** One look of a worker at what a validation asks for; `withinMs` as the step would have it. */
export function inspect(
  file: object,
  more: { readonly ca?: string; readonly now?: number; readonly withinMs?: number } = {},
) {
  const shared = { owner: 'platform', otherwise: 'follow-up', private: true };
  const wish = { ...ValidationFile.parse({ ...shared, ...file }), name: 'x' };
  const probes = createProbes({ env: {}, ...(more.ca === undefined ? {} : { ca: more.ca }) });
  const artifact = { version: '1.1.0', digest: `sha256:${'b'.repeat(64)}` } as const;
  const target = { service: 'shop', environment: 'production' };
  const about = { ...target, artifact, previous: artifact, now: instant(more.now ?? NOW) };
  return probes.inspect(wish, about, AbortSignal.timeout(more.withinMs ?? 60_000));
}
