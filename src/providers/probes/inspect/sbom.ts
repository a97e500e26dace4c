import type { Artifact } from '../../../domain/artifact/artifact.ts';
import { namedIn } from '../../../domain/verdict/journey/variables.ts';
import { rootOf } from '../../../domain/verdict/place.ts';
import { compareSboms } from '../../../domain/verdict/sbom/compare.ts';
import type { Component } from '../../../domain/verdict/sbom/component.ts';
import { MOST_SBOM_BYTES, readSbom } from '../../../domain/verdict/sbom/read.ts';
import type { Validation } from '../../../domain/verdict/validation.ts';
import { readBelow, sayMissing } from './file.ts';
import { filledAddress, filledPath } from './filled.ts';
import type { Inspect, Means } from './inspect.ts';
import { attachedSbom } from './registry/attached.ts';

type Wish = Extract<Validation, { kind: 'sbom' }>;

/** What the version that is deployed is built of, beside what served before it. */
export const sbom: Inspect<'sbom'> = async (wish, means) => {
  const { artifact, previous } = means.about;
  const after = await componentsOf(wish, artifact, means);
  if (previous === null) return compareSboms({ after, before: null }, wish.deny);
  tellsApart(wish, artifact, previous);
  const components = await componentsOf(wish, previous, means);
  return compareSboms({ after, before: { version: previous.version, components } }, wish.deny);
};

/** @throws when both would be read from one place: what is missing would look the same */
function tellsApart({ file, url }: Wish, artifact: Artifact, previous: Artifact): void {
  const place = file ?? url;
  const isRebuilt = artifact.version === previous.version && artifact.digest !== previous.digest;
  if (place === undefined || !isRebuilt || namedIn(place).includes('digest')) return;
  throw new Error(
    `${artifact.version} was another build before, and ${place} cannot tell them apart; name {digest} in it`,
  );
}

/** @throws when it is not there or cannot be read: which, why, and what would help */
async function componentsOf(
  wish: Wish,
  artifact: Artifact,
  means: Means,
): Promise<readonly Component[]> {
  try {
    return readSbom(await textOf(wish, artifact, means));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const { service } = means.about;
    throw new Error(`the SBOM of ${service} ${artifact.version}: ${why}`, { cause: error });
  }
}

async function textOf(wish: Wish, artifact: Artifact, means: Means): Promise<string> {
  const { file, url, registry } = wish;
  const { about, fetch, signal } = means;
  if (file !== undefined) {
    const path = filledPath(file, about, artifact);
    const written = await readBelow(rootOf(file), path, MOST_SBOM_BYTES);
    if (written === null) throw new Error(sayMissing(path));
    return written.text;
  }
  if (registry !== undefined) return attachedSbom(registry, artifact, means);
  if (url === undefined) return ownText(artifact, means);
  const address = filledAddress(url, about, artifact);
  const { status, text } = await fetch(address, { signal, redirect: 'manual' });
  if (status === 200) return text;
  throw new Error(`${address} answered ${status}; put it there`);
}

async function ownText(artifact: Artifact, { about: { sbomOf } }: Means): Promise<string> {
  if (!sbomOf)
    throw new Error(
      'whoever tells of versions here tells of none; write file, url or registry, where they are',
    );
  const text = await sbomOf(artifact);
  if (text === null) throw new Error('there is none where this version comes from; put it there');
  return text;
}
