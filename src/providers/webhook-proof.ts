import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Headers } from '../ports/webhook-source.ts';

/** The one value of a header; null where it is missing or came more than once. */
export function headerOf(headers: Headers, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * `Authorization: Bearer <secret>`, or Basic with the secret as password, or as `user:password` where it
 * has a colon. Every secret is compared whole, so that the time taken says nothing about any.
 */
export function holdsToken(headers: Headers, secrets: readonly string[]): boolean {
  const [, scheme = '', credentials = ''] =
    /^(bearer|basic) +(\S+) *$/i.exec(headerOf(headers, 'authorization') ?? '') ?? [];
  if (credentials === '') return false;
  if (scheme.toLowerCase() === 'bearer') return anyOf(secrets, (one) => isSame(one, credentials));
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  const password = decoded.slice(decoded.indexOf(':') + 1);
  return (
    decoded.includes(':') &&
    anyOf(secrets, (one) => isSame(one, one.includes(':') ? decoded : password))
  );
}

/** Whether one of the signatures is HMAC-SHA256 of these bytes in small hexadecimal, by one of the secrets. */
export function isSignedBy(
  secrets: readonly string[],
  signatures: readonly string[],
  ...bytes: readonly (Uint8Array | string)[]
): boolean {
  const wellFormed = signatures.filter((one) => /^[0-9a-f]{64}$/.test(one)).slice(0, 8);
  return anyOf(secrets, (secret) => {
    const hmac = createHmac('sha256', secret);
    for (const part of bytes) hmac.update(part);
    const expected = hmac.digest();
    return anyOf(wellFormed, (one) => timingSafeEqual(expected, Buffer.from(one, 'hex')));
  });
}

/** Asks every one, whatever the others said. An empty secret never counts. */
function anyOf(all: readonly string[], holds: (one: string) => boolean): boolean {
  return all.reduce((any, one) => (one !== '' && holds(one)) || any, false);
}

/** In constant time whatever the lengths: digests are compared. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text, 'utf8').digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
