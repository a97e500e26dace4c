import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Context } from '../ports/context.ts';
import type { Provider } from '../ports/provider.ts';

/** A call that is answered sooner writes nothing. */
const FIRST_MS = 1_000;
const AGAIN_MS = 5_000;

export interface Murmur {
  /** The provider printed a line. */
  heard(): void;
  /** It has answered, or will not any more. */
  stop(): void;
}

/**
 * Leaves a sign that a call is under way once it takes a while, so that any process can see who is silent
 * and since when. Beside the deployment's row: a note in it would make the call's own answer stale.
 * Never throws, and nobody waits for it.
 */
export function murmur(
  ctx: Pick<Context, 'journal' | 'log'>,
  { id, revision }: Deployment,
  provider: Pick<Provider, 'name'>,
  patienceMs: number,
): Murmur {
  const askedAt = performance.now();
  let heardAt: number | null = null;
  function say(): void {
    timer = setTimeout(say, AGAIN_MS);
    const now = performance.now();
    const quietMs = heardAt === null ? null : now - heardAt;
    const call = { revision, provider: provider.name, tookMs: now - askedAt, quietMs, patienceMs };
    ctx.journal.contacts.calling(id, call).catch((error: unknown) => {
      ctx.log.warn({ deployment: id, error: String(error) }, 'a sign of life was not recorded');
    });
  }
  let timer = setTimeout(say, FIRST_MS);
  return {
    heard() {
      heardAt = performance.now();
    },
    stop: () => clearTimeout(timer),
  };
}
