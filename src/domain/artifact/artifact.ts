/** `sha256:` and 64 hexadecimal digits: what was built, whatever a tag says later. */
export type Digest = `sha256:${string}`;

export function isDigest(text: string): text is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

/** One built thing. The digest is what is approved, run and returned to; the version is its name. */
export interface Artifact {
  readonly version: string;
  readonly digest: Digest;
}

/** What gets most of the traffic, which is what a deployment replaces; null where nothing runs. */
export function serving(
  live: readonly (Artifact & { readonly percent: number })[],
): Artifact | null {
  const [most] = live.toSorted((a, b) => b.percent - a.percent);
  return most ? { version: most.version, digest: most.digest } : null;
}

/** The first characters of a digest, as cards and people speak of it. */
export function shortDigest(digest: Digest): string {
  return digest.slice(7, 19);
}
