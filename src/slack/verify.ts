import { createHmac, timingSafeEqual } from 'node:crypto';

/** Header names in lower case, as node gives them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const WINDOW_SECONDS = 5 * 60;
const SIGNATURE = /^v0=[0-9a-f]{64}$/;
const SECONDS = /^[0-9]{1,12}$/;

/**
 * Whether Slack signed exactly these bytes, with any of the secrets (two while one is rotated), at
 * most five minutes ago or ahead. Constant time in the signature; nothing of the body is read.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function isSigned(
  rawBody: Buffer,
  headers: Headers,
  secrets: readonly string[],
  nowMs: number,
): boolean {
  const signature = headers['x-slack-signature'];
  const seconds = headers['x-slack-request-timestamp'];
  if (typeof signature !== 'string' || !SIGNATURE.test(signature)) return false;
  if (typeof seconds !== 'string' || !SECONDS.test(seconds)) return false;
  if (Math.abs(nowMs / 1000 - Number(seconds)) > WINDOW_SECONDS) return false;
  const given = Buffer.from(signature);
  const matches = secrets.map((secret) => {
    return secret !== '' && timingSafeEqual(given, Buffer.from(sign(rawBody, seconds, secret)));
  });
  return matches.includes(true);
}

/** `v0=` and the HMAC-SHA256 of `v0:<seconds>:<body>` in lower-case hexadecimal. */
export function sign(rawBody: Buffer, seconds: string, secret: string): string {
  const mac = createHmac('sha256', secret).update(`v0:${seconds}:`).update(rawBody);
  return `v0=${mac.digest('hex')}`;
}
