import type { Secrets } from '../../ports/secrets.ts';

const FOR_MS = 1_000;

/** The same secrets, each read once a second at most: a file is not opened for every answer, and a rotation is soon seen. */
export function remembered(secrets: Secrets, now: () => number = () => performance.now()): Secrets {
  const known = new Map<string, { readonly at: number; readonly secret: Promise<string | null> }>();
  return {
    read(ref) {
      const before = known.get(ref);
      if (before && now() - before.at < FOR_MS) return before.secret;
      const secret = secrets.read(ref);
      known.set(ref, { at: now(), secret });
      return secret;
    },
  };
}
