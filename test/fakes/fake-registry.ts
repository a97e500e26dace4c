import { createHash } from 'node:crypto';
import { type Artifact, type Digest, isDigest } from '../../src/domain/artifact/artifact.ts';
import type { Changes, Resolved } from '../../src/ports/artifacts.ts';

/** A version that was built. `crash`: it dies at start with these words. */
export interface FakeVersion {
  readonly service: string;
  readonly version: string;
  readonly crash?: string;
  /** How it answers when `steady` traffic reaches it; none failing, 10 ms each, unless told. */
  readonly errorRate?: number;
  readonly latencyMs?: number;
  /** What it brings over the version built before it, newest first; nobody knows unless told. */
  readonly changes?: readonly string[];
  /** Who wrote them, and which files they touch; nobody knows unless told. */
  readonly authors?: readonly string[];
  readonly paths?: readonly string[];
}

export interface Image extends FakeVersion, Artifact {}

export interface FakeRegistry {
  images(): readonly Image[];
  byDigest(digest: Digest): Image | undefined;
  /** The newest build of a version. @throws when it was never built: a slip of the story */
  image(service: string, version: string): Image;
  resolve(service: string, ref: string): Resolved;
  /** What was built into `to` since `from`, as far as it was told of every version between them. */
  changes(service: string, from: Digest, to: Digest): Changes | null;
  /** Builds the version again: same name, another digest; the name means the new one from now on. */
  rebuild(service: string, version: string): Artifact;
  /** `tag` means the build of another version from now on. */
  moveTag(service: string, tag: string, version: string): void;
  isUp(): boolean;
  setUp(up: boolean): void;
}

export function createRegistry(versions: readonly FakeVersion[]): FakeRegistry {
  const images: Image[] = versions.map((one) => ({ ...one, digest: digestOf(one, 1) }));
  const tags = new Map<string, string>();
  let up = true;

  function newest(service: string, version: string): Image | undefined {
    return images.findLast((one) => one.service === service && one.version === version);
  }

  function image(service: string, version: string): Image {
    const found = newest(service, version);
    if (!found) throw new Error(`the fake registry has no ${service} ${version}`);
    return found;
  }

  return {
    images: () => images,
    byDigest: (digest) => images.find((one) => one.digest === digest),
    image,
    resolve(service, ref) {
      if (!up) throw new Error('the registry does not answer');
      const last = images.findLast((one) => one.service === service)?.version;
      const named = tags.get(`${service}:${ref}`) ?? (ref === 'latest' ? last : ref);
      const found = newest(service, named ?? ref);
      if (found) return { kind: 'found', artifact: artifactOf(found) };
      const own = images.filter((one) => one.service === service).map((one) => one.version);
      return { kind: 'missing', known: [...new Set(own)].toReversed() };
    },
    changes(service, from, to) {
      const own = images.filter((one) => one.service === service);
      const [first, last] = [from, to].map((digest) => own.findIndex((i) => i.digest === digest));
      const between = own.slice((first ?? 0) + 1, (last ?? 0) + 1).toReversed();
      if (first === -1 || between.length === 0) return null;
      const of = (what: 'changes' | 'authors' | 'paths'): readonly string[] | null => {
        const told = between.flatMap((one) => one[what] ?? null);
        return told.includes(null) ? null : told.filter((one) => one !== null);
      };
      const [titles, authors, paths] = [of('changes'), of('authors'), of('paths')];
      if (titles === null) return null;
      const signed = { ...(authors && { authors }), ...(paths && { paths }) };
      return { titles, total: titles.length, ...signed };
    },
    rebuild(service, version) {
      const { digest: _, ...before } = image(service, version);
      const builds = images.filter((one) => one.service === service && one.version === version);
      const built = { ...before, digest: digestOf(before, builds.length + 1) };
      images.push(built);
      return artifactOf(built);
    },
    moveTag(service, tag, version) {
      tags.set(`${service}:${tag}`, image(service, version).version);
    },
    isUp: () => up,
    setUp(next) {
      up = next;
    },
  };
}

export function artifactOf({ version, digest }: Artifact): Artifact {
  return { version, digest };
}

function digestOf({ service, version }: FakeVersion, build: number): Digest {
  const text = `${service}@${version}#${build}`;
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  if (!isDigest(digest)) throw new Error(`not a digest: ${digest}`);
  return digest;
}
