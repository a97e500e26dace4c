import type { Artifact } from '../../../domain/artifact/artifact.ts';
import type { Target } from '../../../domain/kernel/target.ts';
import { fill } from '../../../domain/verdict/journey/variables.ts';

/** An address with what a version is called, each part of it as one piece. @throws when a name could lead elsewhere */
export function filledAddress(address: string, at: Target, artifact: Artifact): string {
  return fill(address, valuesOf(at, artifact), encodeURIComponent);
}

/** The same of a path, or of the name of a repository. @throws when a name could lead elsewhere */
export function filledPath(path: string, at: Target, artifact: Artifact): string {
  return fill(path, valuesOf(at, artifact));
}

function valuesOf({ service, environment }: Target, { version, digest }: Artifact) {
  const values = { service, environment, version, digest: digest.replace(/^sha256:/, '') };
  for (const [name, value] of Object.entries(values))
    if (!/^[A-Za-z0-9][A-Za-z0-9._+~-]{0,199}$/.test(value))
      throw new Error(
        `the ${name} ${JSON.stringify(value)} cannot stand in a path or an address: it may hold letters, digits and . _ + ~ -, and begins with one of the first`,
      );
  return values;
}
