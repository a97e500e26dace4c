import type { Provider } from '../../ports/provider.ts';
import { createProbes } from '../../providers/probes/index.ts';

/** The same provider, and what it deploys can be looked at from outside. */
export function withProbes(provider: Provider): Provider {
  return { ...provider, probes: createProbes({ env: process.env }) };
}
