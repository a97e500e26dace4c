import { MOST_SBOM_BYTES } from '../../../domain/verdict/sbom/read.ts';
import type { Inspection, Validation } from '../../../domain/verdict/validation.ts';
import type { AllowedHost } from '../../outbound/allowed.ts';
import { evidence } from './evidence.ts';
import { headers } from './headers.ts';
import type { Means } from './inspect.ts';
import { load } from './performance.ts';
import { sbom } from './sbom.ts';
import { tls } from './tls.ts';

/** Looks by the kind of the validation. A kind without a look does not compile. */
export function inspect(wish: Validation, means: Means): Promise<Inspection> {
  switch (wish.kind) {
    case 'tls':
      return tls(wish, means);
    case 'headers':
      return headers(wish, means);
    case 'performance':
      return load(wish, means);
    case 'evidence':
      return evidence(wish, means);
    case 'sbom':
      return sbom(wish, means);
  }
}

/** A page that is looked at; nobody reads more. */
const MOST_BYTES = 1_048_576;

/** Whom a validation may ask, and how much it reads of an answer. */
export function reachOf(wish: Validation): {
  readonly hosts: readonly AllowedHost[];
  readonly maxBytes: number;
} {
  const hosts = hostsOf(wish).map((host) => ({ host, private: wish.private }));
  return { hosts, maxBytes: wish.kind === 'sbom' ? MOST_SBOM_BYTES : MOST_BYTES };
}

function hostsOf(wish: Validation): readonly string[] {
  if (wish.kind === 'tls') return [wish.host];
  const registry = 'registry' in wish ? wish.registry : undefined;
  const addresses = [wish.url, registry?.url].filter((url) => url !== undefined);
  return [...addresses.map((url) => new URL(url).hostname), ...(registry?.hosts ?? [])];
}
