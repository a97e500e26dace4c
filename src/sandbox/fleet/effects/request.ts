import { z } from 'zod';
import { type Artifact, isDigest } from '../../../domain/artifact/artifact.ts';
import { imageByDigest } from '../registry/images.ts';
import { ENVIRONMENTS, SERVICES } from '../targets.ts';

const service = z
  .string()
  .refine((name) => SERVICES.includes(name), `unknown service; known: ${SERVICES.join(', ')}`);
const environment = z
  .string()
  .refine(
    (name) => ENVIRONMENTS.includes(name),
    `unknown environment; known: ${ENVIRONMENTS.join(', ')}`,
  );

export const target = { service, environment };

/** The fields of every effect call. A key is the caller's name for one effect, never used for another. */
export const effectFields = {
  ...target,
  key: z.string().min(1).max(200),
  epoch: z.number().int().nonnegative(),
};

export const artifact = z.object({
  version: z.string(),
  digest: z.string().refine(isDigest, 'a digest is sha256: and 64 hexadecimal digits'),
});

/**
 * Refuses an artifact that was never built, or as something else. The digest alone decides what runs;
 * a version that is not the digest's own is refused because metrics are told apart by version.
 */
export function checkArtifacts(
  service: string,
  artifacts: readonly (Artifact | undefined)[],
  context: { addIssue(message: string): void },
): void {
  for (const one of artifacts) {
    if (one === undefined) continue;
    const image = imageByDigest(one.digest);
    if (image === undefined) context.addIssue(`no image has the digest ${one.digest}`);
    else if (image.service !== service)
      context.addIssue(`${one.digest} is an image of ${image.service}, not of ${service}`);
    else if (image.version !== one.version)
      context.addIssue(
        `${one.digest} is version ${image.version}, not ${one.version}: send what resolve answered`,
      );
  }
}
