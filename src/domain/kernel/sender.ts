import { z } from 'zod';

/** What a sender is called here; also the end of its address, /hooks/<name>. */
export const SenderName = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,62}$/,
    'must be a name of small letters, digits and "-" that begins with a letter',
  );

/** Where a secret stands; never the secret itself, since configuration is read by many. */
const SecretRef = z
  .string()
  .regex(
    /^(env:[A-Za-z_][A-Za-z0-9_]*|file:\/.+)$/,
    'must be env:NAME or file:/path, never the secret itself',
  );

/** By what a sender is known. */
export const SenderSecrets = z
  .array(SecretRef)
  .min(1)
  .max(4)
  .describe('Any of them counts, so that they can be rotated: env:NAME or file:/path.');
