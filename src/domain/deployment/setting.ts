import type { Artifact, Digest } from '../artifact/artifact.ts';
import type { Deployment } from './deployment.ts';

/** What serves; `config` is the fingerprint of the configuration it runs with, where its provider tells one. */
export interface Serving extends Artifact {
  readonly config?: string | undefined;
}

/** What is not as it was put there; `was` is the fingerprint it was put there with, where only that is another. */
export interface Found extends Serving {
  readonly was?: string;
}

/** A configuration in which a version is known to run. */
export interface Setting {
  readonly digest: Digest;
  readonly config: string;
}

/** Deployments that are over, newest first, back to one that succeeded. */
type Ended = readonly Pick<Deployment, 'status' | 'artifact' | 'ranWith'>[];

/** What the last one that succeeded ran with. One that failed since may have changed it, and then nobody knows. */
export function settingsLeft(ended: Ended): readonly Setting[] {
  const last = ended.find(({ status }) => status !== 'cancelled');
  if (last?.status !== 'succeeded' || last.ranWith === undefined) return [];
  return [{ digest: last.artifact.digest, config: last.ranWith }];
}

export function settingsOf(all: readonly Serving[]): readonly Setting[] {
  return all.flatMap(({ digest, config }) => (config === undefined ? [] : [{ digest, config }]));
}

/**
 * What runs otherwise than it is known to. Where either is not known there is nothing to say, and what was `told`
 * before stays so.
 */
export function reconfigured(
  serves: readonly Serving[],
  known: readonly Setting[],
  told: readonly Found[],
): readonly Found[] {
  return serves.flatMap(({ version, digest, config }): readonly Found[] => {
    const own = known.filter((one) => one.digest === digest).map((one) => one.config);
    const [was] = own;
    if (was === undefined) return [];
    if (config === undefined)
      return told.filter((one) => one.digest === digest && one.was !== undefined);
    return own.includes(config) ? [] : [{ version, digest, config, was }];
  });
}

/** What a person means by a word on it: the digest, or the configuration where only that is another. */
export function markOf({ digest, config, was }: Found): string {
  return was === undefined ? digest : (config ?? digest);
}

/** Whether what serves was put there, and only runs otherwise. */
export function isReconfigured(found: readonly Found[]): boolean {
  return found.length > 0 && found.every(({ was }) => was !== undefined);
}
