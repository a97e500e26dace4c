import { z } from 'zod';

/** What a descriptor of OCI's image specification says, as far as we look. */
export const Descriptor = z.object({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be a digest of SHA-256'),
  size: z.number().int().min(0),
  artifactType: z.string().optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Descriptor = z.infer<typeof Descriptor>;

export const Index = z.object({ manifests: z.array(Descriptor).max(2_000) });
export const Manifest = z.object({
  subject: Descriptor.optional(),
  layers: z.array(Descriptor).max(100),
});

/** What an SBOM is called there, the one we would rather read first. */
export const SBOM_TYPES = ['application/vnd.cyclonedx+json', 'application/spdx+json'] as const;

/** The place of a media type among those of SBOMs, its parameters aside; -1 where it is none. */
export function rankOf(type: string | undefined): number {
  const [plain = ''] = (type ?? '').split(';');
  const types: readonly string[] = SBOM_TYPES;
  return types.indexOf(plain.trim().toLowerCase());
}
