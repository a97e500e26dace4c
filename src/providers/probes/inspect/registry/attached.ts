import { createHash } from 'node:crypto';
import type { Artifact } from '../../../../domain/artifact/artifact.ts';
import type { RegistryPlace } from '../../../../domain/verdict/place.ts';
import { MOST_SBOM_BYTES } from '../../../../domain/verdict/sbom/read.ts';
import { filledPath } from '../filled.ts';
import type { Means } from '../inspect.ts';
import { type AskRegistry, createRegistry } from './ask.ts';
import { type Descriptor, Manifest, rankOf, SBOM_TYPES } from './media.ts';
import { referrersOf } from './referrers.ts';
import { understood } from './understood.ts';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/**
 * The text of the SBOM that is attached to a version (OCI distribution 1.1), the newest of its kind. Every
 * part of the way is held against its digest, and the manifest names what it is attached to.
 * @throws when there is none, or it is not what it says
 */
export async function attachedSbom(
  place: RegistryPlace,
  artifact: Artifact,
  means: Means,
): Promise<string> {
  const repository = filledPath(place.repository, means.about, artifact);
  const ask = createRegistry(place, repository, means);
  const all = await referrersOf(ask, artifact.digest);
  const chosen = all
    .filter(({ artifactType }) => rankOf(artifactType) >= 0)
    .toSorted(byPreference)[0];
  if (!chosen) throw new Error(sayNone(repository, artifact, all));
  const text = await readPinned(ask, 'manifests', chosen, MANIFEST);
  const { subject, layers } = understood(Manifest, text, 'the manifest of the SBOM');
  if (subject?.digest !== artifact.digest)
    throw new Error(
      `what is listed as attached to ${artifact.digest} is attached to something else`,
    );
  const layer = layers.find(({ mediaType }) => rankOf(mediaType) >= 0) ?? layers[0];
  if (!layer) throw new Error('its manifest has no layer, and so there is no SBOM in it');
  return readPinned(ask, 'blobs', layer, '*/*');
}

/** The kind first, then the newest; what says no time is older than all. */
function byPreference(a: Descriptor, b: Descriptor): number {
  const rank = rankOf(a.artifactType) - rankOf(b.artifactType);
  if (rank !== 0) return rank;
  const age = createdAt(b) - createdAt(a);
  return age !== 0 ? age : a.digest < b.digest ? -1 : 1;
}

function createdAt({ annotations }: Descriptor): number {
  const at = Date.parse(annotations?.['org.opencontainers.image.created'] ?? '');
  return Number.isNaN(at) ? 0 : at;
}

function sayNone(repository: string, { digest }: Artifact, all: readonly Descriptor[]): string {
  const types = [...new Set(all.map(({ artifactType }) => artifactType ?? 'no type'))].slice(0, 5);
  const has = all.length === 0 ? 'nothing is' : `only ${types.join(', ')} is`;
  return `${has} attached to ${digest} in ${repository}; attach it as ${SBOM_TYPES.join(' or ')}`;
}

async function readPinned(
  ask: AskRegistry,
  kind: 'manifests' | 'blobs',
  { digest, size }: Descriptor,
  accept: string,
): Promise<string> {
  if (size > MOST_SBOM_BYTES)
    throw new Error(`it is longer than ${MOST_SBOM_BYTES / 1_048_576} MB; list less in it`);
  const { status, text } = await ask(`${kind}/${digest}`, accept);
  if (status !== 200) throw new Error(`the registry answered ${status} for ${kind}/${digest}`);
  const found = createHash('sha256').update(text).digest('hex');
  if (`sha256:${found}` !== digest)
    throw new Error(`what the registry gave for ${digest} is something else (sha256:${found})`);
  return text;
}
