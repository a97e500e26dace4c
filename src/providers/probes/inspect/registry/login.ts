import { z } from 'zod';
import type { GuardedFetch } from '../../../outbound/guarded-fetch.ts';
import { understood } from './understood.ts';

const Token = z
  .object({ token: z.string().optional(), access_token: z.string().optional() })
  .transform(({ token, access_token: other }) => token ?? other ?? '');

interface Means {
  readonly fetch: GuardedFetch;
  readonly signal: AbortSignal;
  readonly base: URL;
  /** `name:password`; null: as anybody. */
  readonly login: string | null;
}

/**
 * What to send a registry that wants to know who asks (`WWW-Authenticate`): our login, or a token for it from
 * where it sends us, which must be among the hosts that may be asked (distribution.github.io/distribution/spec/auth/token).
 * @throws when it wants something else, or no token is given
 */
export async function authorized(
  challenge: string,
  repository: string,
  { fetch, signal, base, login }: Means,
): Promise<string | null> {
  const basic = login === null ? null : `Basic ${Buffer.from(login).toString('base64')}`;
  if (/^basic\b/i.test(challenge)) return basic;
  const realm = parameter(challenge, 'realm');
  if (!/^bearer\b/i.test(challenge) || realm === null || !URL.canParse(realm))
    throw new Error('the registry wants a proof of who asks that we do not know');
  const url = new URL(realm);
  if (url.protocol !== 'https:' && url.origin !== base.origin)
    throw new Error(`a login does not go to ${url.host} without TLS`);
  const service = parameter(challenge, 'service');
  if (service !== null) url.searchParams.set('service', service);
  url.searchParams.set('scope', `repository:${repository}:pull`);
  const headers = basic === null ? {} : { authorization: basic };
  const { status, text } = await fetch(url, { signal, headers });
  if (status !== 200) throw new Error(`${url.host} gives no token for the registry (${status})`);
  const token = understood(Token, text, 'the answer with a token for the registry');
  return `Bearer ${token}`;
}

function parameter(challenge: string, name: string): string | null {
  const found = new RegExp(`[\\s,]${name}="([^"]*)"`, 'i').exec(challenge);
  return found?.[1] ?? null;
}
