import type { Artifact } from '../../../domain/artifact/artifact.ts';
import type { Target } from '../../../domain/kernel/target.ts';
import { fill, namedIn } from '../../../domain/verdict/journey/variables.ts';

/** What can lead nowhere but to a name of its own, in a path as in an address. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._+~-]{0,199}$/;

/** An address with what a version is called filled in. @throws when one of its names could lead elsewhere */
export function filledAddress(address: string, at: Target, artifact: Artifact): string {
  return fill(address, plainOf(address, at, artifact), encodeURIComponent);
}

/** The same of a path, or of the name of a repository. @throws when one of its names could lead elsewhere */
export function filledPath(path: string, at: Target, artifact: Artifact): string {
  return fill(path, plainOf(path, at, artifact));
}

function plainOf(text: string, at: Target, { version, digest }: Artifact) {
  const { service, environment } = at;
  const values = { service, environment, version, digest: digest.replace(/^sha256:/, '') };
  const named = namedIn(text);
  for (const [name, value] of Object.entries(values))
    if (named.includes(name) && !PLAIN.test(value))
      throw new Error(
        `the ${name} ${JSON.stringify(value)} cannot stand in a path or an address: it may hold letters, digits and . _ + ~ -, and begins with one of the first`,
      );
  return values;
}
