import type { Artifact } from '../domain/artifact/artifact.ts';
import type { ProviderTarget } from '../domain/catalog/catalog.ts';
import type { Target } from '../domain/kernel/target.ts';

export type Resolved =
  | { readonly kind: 'found'; readonly artifact: Artifact }
  /** `known` are versions that do exist, newest first, for the refusal. */
  | { readonly kind: 'missing'; readonly known: readonly string[] };

/** Where versions come from. Reads only; throws when it cannot be reached. */
export interface Artifacts {
  /** What a version, tag or `latest` means at this moment. */
  resolve(target: Target, placement: ProviderTarget, ref: string): Promise<Resolved>;
}
