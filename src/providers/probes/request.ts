import { CookieJar } from 'tough-cookie';
import type { Answer } from '../../domain/verdict/journey/expect.ts';
import type { Asked, Answer as Given, GuardedFetch } from '../outbound/guarded-fetch.ts';

const MOST_REDIRECTS = 5;

/** A customer may be sent on more often than is good for them. */
export class RedirectError extends Error {}

/** One customer: cookies are kept from request to request, as a browser would. */
export interface Customer {
  /** Follows redirects, each through the guard. @throws OutboundError, RedirectError */
  ask(url: URL, asked: Asked): Promise<Answer>;
}

export function createCustomer(fetch: GuardedFetch): Customer {
  const jar = new CookieJar();

  async function once(url: URL, asked: Asked): Promise<Given> {
    const cookie = await jar.getCookieString(url.href);
    const headers = cookie === '' ? { ...asked.headers } : { ...asked.headers, cookie };
    const given = await fetch(url, { ...asked, headers, redirect: 'manual' });
    for (const one of cookiesIn(given)) await jar.setCookie(one, url.href, { ignoreError: true });
    return given;
  }

  async function follow(url: URL, asked: Asked, left: number): Promise<Given> {
    const given = await once(url, asked);
    const { location } = given.headers;
    if (location === undefined || ![301, 302, 303, 307, 308].includes(given.status)) return given;
    if (left === 0) throw new RedirectError(`it redirects more than ${MOST_REDIRECTS} times`);
    if (!URL.canParse(location, url.href)) throw new RedirectError('it redirects to no address');
    const next = new URL(location, url);
    return follow(next, redirected(asked, given.status, url.origin === next.origin), left - 1);
  }

  return {
    async ask(url, asked) {
      const startedAt = performance.now();
      const { status, text } = await follow(url, asked, MOST_REDIRECTS);
      return { status, body: text, ms: Math.round(performance.now() - startedAt) };
    },
  };
}

/** Several come parted by commas; a comma within a date is followed by no name. */
function cookiesIn({ headers }: Given): readonly string[] {
  return headers['set-cookie']?.split(/, (?=[^;,\s]+=)/) ?? [];
}

/** As browsers do: what was posted is fetched from where it went, and nobody else gets credentials. */
function redirected(asked: Asked, status: number, isSameOrigin: boolean): Asked {
  const { method = 'GET', body, headers = {}, signal } = asked;
  const keeps = status === 307 || status === 308 || method === 'GET' || method === 'HEAD';
  const isOurs = ([name]: readonly [string, string]): boolean =>
    (isSameOrigin || !/^(authorization|cookie)$/i.test(name)) &&
    (keeps || !/^content-/i.test(name));
  return {
    method: keeps ? method : 'GET',
    headers: Object.fromEntries(Object.entries(headers).filter(isOurs)),
    ...(signal ? { signal } : {}),
    ...(keeps && body !== undefined ? { body } : {}),
  };
}
