import { createHash, timingSafeEqual } from 'node:crypto';
import type { Environment } from '../../domain/catalog/catalog.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Headers } from '../../ports/webhook-source.ts';

/** Whom a token opens: the environment whose flags it may ask for. */
type Keyed = Pick<Environment, 'name' | 'flags'>;

/**
 * The environment of the token in `Authorization: Bearer …` or `X-API-Key`; null where it opens none. Every secret of
 * every environment is compared whole, so that the time taken says nothing about any.
 */
export async function environmentOf<Place extends Keyed>(
  headers: Headers,
  environments: readonly Place[],
  secrets: Secrets,
): Promise<Place | null> {
  const token = tokenIn(headers);
  if (token === null) return null;
  const given = digestOf(token);
  const opened = await Promise.all(
    environments.map(async (place) => {
      const known = await Promise.all((place.flags?.secrets ?? []).map((ref) => secrets.read(ref)));
      const held = known.map((one) => one !== null && timingSafeEqual(digestOf(one), given));
      return held.includes(true) ? [place] : [];
    }),
  );
  const [found, ...more] = opened.flat();
  // One secret for two environments says nothing of which is meant.
  return found && more.length === 0 ? found : null;
}

function tokenIn({ authorization, 'x-api-key': key }: Headers): string | null {
  const [, bearer] = /^bearer +(\S+) *$/i.exec(String(authorization ?? '')) ?? [];
  const token = bearer ?? (typeof key === 'string' ? key : '');
  return token === '' ? null : token;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
