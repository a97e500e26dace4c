import type { RegistryPlace } from '../../../../domain/verdict/place.ts';
import type { Answer } from '../../../outbound/guarded-fetch.ts';
import type { Means } from '../inspect.ts';
import { authorized } from './login.ts';

/** Asks for something of one repository: a path below its name, or one that the registry gave. */
export type AskRegistry = (path: string, accept: string) => Promise<Answer>;

const MOST_REDIRECTS = 3;

/**
 * A registry as OCI distribution 1.1 describes it. Proves who asks when it wants to know, and follows it to
 * where it stores things, without telling there who asks.
 */
export function createRegistry(
  place: RegistryPlace,
  repository: string,
  { fetch, signal, env }: Means,
): AskRegistry {
  const base = new URL(`/v2/${repository}/`, place.url);
  let authorization: string | null = null;

  async function ask(url: URL, accept: string): Promise<Answer> {
    const proof = authorization !== null && url.origin === base.origin ? { authorization } : {};
    return fetch(url, { signal, redirect: 'manual', headers: { accept, ...proof } });
  }

  return async (path, accept) => {
    const first = new URL(path, base);
    let answer = await ask(first, accept);
    if (answer.status === 401 && first.origin === base.origin) {
      const login = loginOf(place, env);
      const means = { fetch, signal, base, login };
      authorization = await authorized(answer.headers['www-authenticate'] ?? '', repository, means);
      answer = await ask(first, accept);
    }
    if (answer.status === 401 || answer.status === 403) throw new Error(sayLocked(place));
    let at = first;
    for (let i = 0; i < MOST_REDIRECTS && isElsewhere(answer); i += 1) {
      at = new URL(answer.headers['location'] ?? '', at);
      answer = await ask(at, accept);
    }
    return answer;
  };
}

function isElsewhere({ status, headers }: Answer): boolean {
  return [301, 302, 303, 307, 308].includes(status) && headers['location'] !== undefined;
}

function loginOf({ loginFrom }: RegistryPlace, env: Means['env']): string | null {
  if (loginFrom === undefined) return null;
  const login = env[loginFrom];
  if (login) return login;
  throw new Error(`${loginFrom} is not set here; set it to name:password for the registry`);
}

function sayLocked({ loginFrom }: RegistryPlace): string {
  const remedy =
    loginFrom === undefined
      ? 'name a variable with a login for it in loginFrom'
      : `look at what ${loginFrom} holds, and at its rights there`;
  return `the registry does not let us read; ${remedy}`;
}
