import { z } from 'zod';
import { canonicalText } from '../kernel/canonical.ts';
import type { Plain } from '../kernel/change.ts';

/** `key`: the first 16 hexadecimal digits of the SHA-256 of the public key's SPKI. Both others are base64. */
export const Signature = z.strictObject({
  key: z.string(),
  publicKey: z.base64(),
  ed25519: z.base64(),
});
export type Signature = z.infer<typeof Signature>;

/** Signs a text with the key of this Fairway. */
export type Sign = (text: string) => Signature;

type Fields = { readonly [key: string]: Plain };

/** The bytes that are signed: the RFC 8785 text of the minutes without their signature. */
export function minutesText({ signature: _, ...minutes }: Fields): string {
  return canonicalText(minutes);
}

/** What is handed to others: the RFC 8785 text of the minutes and their signature, so that each byte counts. */
export function minutesDocument(evidence: Fields): string {
  const { signature = null, ...minutes } = evidence;
  return canonicalText({ minutes, signature });
}

const Document = z.strictObject({
  minutes: z.record(z.string(), z.json()),
  signature: Signature,
});

interface Trust {
  readonly verify: (publicKey: string, text: string, signature: string) => boolean;
  readonly keyId: (publicKey: string) => string;
  /** Public keys that are known to be of this Fairway, those it no longer signs with among them; none: not said. */
  readonly keys: readonly string[];
}

export type Verified =
  | { readonly ok: true; readonly key: string; readonly known: boolean }
  | { readonly ok: false; readonly why: string };

/** Whether a document is, byte for byte, what the owner of a key signed; a newline at its end is let pass. */
export function verifyMinutes(document: string, { verify, keyId, keys }: Trust): Verified {
  const text = document.replace(/\n$/, '');
  const read = Document.safeParse(parsed(text));
  if (!read.success) return { ok: false, why: 'it is no signed minutes' };
  const { minutes, signature } = read.data;
  if (canonicalText({ minutes, signature }) !== text)
    return { ok: false, why: 'it is not written as minutes are: something was added or moved' };
  const { key, publicKey, ed25519 } = signature;
  if (keyId(publicKey) !== key) return { ok: false, why: 'the key is not the one that is named' };
  if (!verify(publicKey, canonicalText(minutes), ed25519))
    return { ok: false, why: `the signature of ${key} is not over these minutes` };
  const known = keys.includes(publicKey);
  if (keys.length > 0 && !known)
    return { ok: false, why: `${key} is none of the keys that are trusted` };
  return { ok: true, key, known };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
