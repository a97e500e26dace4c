import { createHash } from 'node:crypto';
import type { Artifact, Digest } from '../../../domain/artifact/artifact.ts';
import { SAMPLE_CHANGES, SAMPLE_COMMITTED, SAMPLE_ORIGINS } from '../sample/changes.ts';
import { SAMPLE_VERSIONS, type SampleVersion } from '../sample/versions.ts';
import { digestOf } from './kept.ts';

/** A built version: its name, its digest and the service it belongs to. */
export interface Image extends Artifact {
  readonly service: string;
}

/** The bytes of an image are its definition: the same behaviour has the same digest wherever it is asked for. */
function bytesOf(definition: SampleVersion): string {
  return JSON.stringify(definition);
}

const IMAGES: readonly Image[] = SAMPLE_VERSIONS.map((definition) => ({
  service: definition.service,
  version: definition.version,
  digest: digestOf(bytesOf(definition)),
}));

/** What the registry has under this digest. */
export function blobOf(digest: string): string | undefined {
  return SAMPLE_VERSIONS.map(bytesOf).find((bytes) => digestOf(bytes) === digest);
}

export function imagesOf(service: string): readonly Image[] {
  return IMAGES.filter((image) => image.service === service);
}

export function imageByDigest(digest: Digest): Image | undefined {
  return IMAGES.find((image) => image.digest === digest);
}

export function imageByVersion(service: string, version: string): Image | undefined {
  return IMAGES.find((image) => image.service === service && image.version === version);
}

/**
 * What was built into `to` since `from`, newest first; null when `to` is not a later build. Authors and
 * files are there where those of every build between are known.
 */
export function changesBetween(service: string, from: string, to: string): Changes | null {
  const built = imagesOf(service);
  const first = built.findIndex((image) => image.digest === from);
  const last = built.findIndex((image) => image.digest === to);
  if (first === -1 || last <= first) return null;
  const since = built.slice(first + 1, last + 1).toReversed();
  const names = since.map(({ version }) => `${service} ${version}`);
  const changes = names.flatMap((name) => SAMPLE_CHANGES[name] ?? []);
  const dated = names.every((name) => SAMPLE_COMMITTED[name] !== undefined);
  const commits = dated ? { commits: names.flatMap(commitsOf) } : {};
  const origins = names.flatMap((name) => SAMPLE_ORIGINS[name] ?? []);
  if (origins.length < names.length) return { changes, ...commits };
  const authors = origins.flatMap((one) => one.authors);
  return { changes, authors, paths: origins.flatMap((one) => one.paths), ...commits };
}

/** One commit for each change; its id follows from the change, as one in version control does. */
function commitsOf(name: string): readonly Commit[] {
  const times = SAMPLE_COMMITTED[name] ?? [];
  return (SAMPLE_CHANGES[name] ?? []).flatMap((title, i) => {
    const id = createHash('sha1').update(`${name}\n${title}`).digest('hex');
    const at = times[i];
    return at === undefined ? [] : [{ id, committedAt: Date.parse(at) }];
  });
}

interface Commit {
  readonly id: string;
  readonly committedAt: number;
}

interface Changes {
  readonly changes: readonly string[];
  readonly authors?: readonly string[];
  readonly paths?: readonly string[];
  readonly commits?: readonly Commit[];
}
