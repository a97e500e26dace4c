import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';

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
  // What is decoded leniently must be what was written: one key and one signature have one text each.
  if (!isExact(signature) || !isExact(publicKey)) return false;
  const bytes = Buffer.from(signature, 'base64');
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

function isExact(base64: string): boolean {
  return Buffer.from(base64, 'base64').toString('base64') === base64;
}

/** How a key is named: the first 16 hexadecimal digits of the SHA-256 of its SPKI. */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16);
}

/**
 * Signs with one private key, given as PEM or as what stands between its first and last line.
 * @throws where it is no private key of Ed25519
 */
export function signerOf(given: string) {
  const body = given.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const pem = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
  const publicKey = publicKeyOf(pem);
  const key = keyIdOf(publicKey);
  return (text: string) => ({ key, publicKey, ed25519: signText(pem, text) });
}
