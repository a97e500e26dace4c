import { createHmac } from 'node:crypto';

/**
 * The headers that prove a request comes from this workspace:
 * `v0=HMAC_SHA256(secret, "v0:" + timestamp + ":" + body)`
 * (docs.slack.dev/authentication/verifying-requests-from-slack).
 */
export function signatureHeaders(
  signingSecret: string,
  nowMs: number,
  body: string,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const digest = createHmac('sha256', signingSecret)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}
