import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';

/** A new pair of keys of Ed25519: the private one as PEM (PKCS 8), the public one as base64 of its SPKI. */
export function newKeys(): { readonly privatePem: string; readonly publicKey: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const privatePem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  return { privatePem, publicKey: publicKeyOf(privatePem) };
}

/** @throws where it is no private key of Ed25519 */
export function publicKeyOf(privatePem: string): string {
  const key = createPublicKey(createPrivateKey(privatePem));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('it is no key of Ed25519');
  return key.export({ format: 'der', type: 'spki' }).toString('base64');
}

/** The signature of RFC 8032 over a text, as base64. */
export function signText(privatePem: string, text: string): string {
  return sign(null, Buffer.from(text, 'utf8'), createPrivateKey(privatePem)).toString('base64');
}

/** Whether the owner of the public key signed this text; false for whatever cannot be read. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64');
  // What is decoded leniently must be what was written: one signature has one text.
  if (bytes.toString('base64') !== signature) return false;
  try {
    const key = createPublicKey({
      key: Buffer.from(publicKey, 'base64'),
      format: 'der',
      type: 'spki',
    });
    return (
      key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(text, 'utf8'), key, bytes)
    );
  } catch {
    return false;
  }
}
