import { newSecret } from '../ids.ts';
import { isObject } from '../json.ts';
import type { Delivery } from './delivery.ts';
import { verificationToken } from './payloads/actor.ts';

/** docs.slack.dev/reference/events/url_verification: the app must give the challenge back. */
export async function verifyRequestUrl(delivery: Delivery): Promise<boolean> {
  const challenge = newSecret(24);
  const payload = { token: verificationToken, challenge, type: 'url_verification' };
  const outcome = await delivery.send({ kind: 'url_verification', payload });
  if (!outcome.ok) return false;
  return (isObject(outcome.body) ? outcome.body['challenge'] : outcome.body) === challenge;
}
