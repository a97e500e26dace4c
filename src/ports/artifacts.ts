import type { Artifact } from '../domain/artifact/artifact.ts';
import type { ProviderTarget } from '../domain/catalog/catalog.ts';
import type { Commit } from '../domain/dora/delivery.ts';
import type { Target } from '../domain/kernel/target.ts';

export type Resolved =
  | { readonly kind: 'found'; readonly artifact: Artifact }
  /** `known` are versions that do exist, newest first, for the refusal. */
  | { readonly kind: 'missing'; readonly known: readonly string[] };

/**
 * What lies between two versions: titles, newest first, perhaps not all of the `total`. `authors` are all
 * who wrote any of it, as they sign, `paths` all files it touches, `commits` all commits with their times; each
 * left out where it is not known.
 */
export interface Changes {
  readonly titles: readonly string[];
  readonly total: number;
  readonly authors?: readonly string[];
  readonly paths?: readonly string[];
  readonly commits?: readonly Commit[];
}

/** A preview is not held up for longer by what only adorns it. */
export const CHANGES_WITHIN_MS = 2_000;

/** Where versions come from. Reads only; throws when it cannot be reached. */
export interface Artifacts {
  /** What a version, tag or `latest` means at this moment. */
  resolve(target: Target, placement: ProviderTarget, ref: string): Promise<Resolved>;
  /**
   * What one version brings over another, in the words of who wrote it; null where nobody knows. Cut off
   * after `CHANGES_WITHIN_MS`. Left out where the question cannot be asked.
   */
  changes?(
    target: Target,
    placement: ProviderTarget,
    from: Artifact,
    to: Artifact,
  ): Promise<Changes | null>;
  /**
   * The list of what a version is built of (SBOM), as it was written: CycloneDX or SPDX, in JSON; null where
   * it has none. Left out where the question cannot be asked.
   */
  sbom?(target: Target, placement: ProviderTarget, artifact: Artifact): Promise<string | null>;
}
