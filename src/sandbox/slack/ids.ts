import { randomBytes } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * An id in Slack's form, such as `V07QK2M1XY`. Random, not counted: an app remembers the ids it has
 * seen across our restarts, and a repeated trigger or event id would be taken for a duplicate.
 */
export function newId(prefix: string, length = 10): string {
  const bytes = randomBytes(length);
  return prefix + Array.from(bytes, (byte) => letters[byte % letters.length]).join('');
}

/** A secret of `bytes` random bytes in hexadecimal. */
export function newSecret(bytes = 16): string {
  return randomBytes(bytes).toString('hex');
}
