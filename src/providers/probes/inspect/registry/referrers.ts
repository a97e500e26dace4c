import type { Digest } from '../../../../domain/artifact/artifact.ts';
import type { AskRegistry } from './ask.ts';
import { type Descriptor, Index } from './media.ts';
import { understood } from './understood.ts';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MOST_PAGES = 5;

/**
 * All that is attached to a digest: by the API of OCI distribution 1.1, and where a registry does not have
 * that, by the tag that stands for it (the referrers tag schema there).
 * @throws when the registry says neither
 */
export async function referrersOf(
  ask: AskRegistry,
  digest: Digest,
): Promise<readonly Descriptor[]> {
  const found: Descriptor[] = [];
  let next: string | null = `referrers/${digest}`;
  for (let page = 0; next !== null && page < MOST_PAGES; page += 1) {
    const answer = await ask(next, INDEX);
    if (answer.status === 404 && page === 0) return tagged(ask, digest);
    if (answer.status !== 200)
      throw new Error(`the registry answered ${answer.status} when asked what is attached`);
    found.push(...understood(Index, answer.text, 'the list of what is attached').manifests);
    next = nextPage(answer.headers['link']);
  }
  if (next !== null) throw new Error(`more is attached than ${MOST_PAGES} pages can name`);
  return found;
}

async function tagged(ask: AskRegistry, digest: Digest): Promise<readonly Descriptor[]> {
  const { status, text } = await ask(`manifests/${digest.replace(':', '-')}`, INDEX);
  if (status === 404) return [];
  if (status !== 200)
    throw new Error(`the registry answered ${status} when asked what is attached`);
  return understood(Index, text, 'the list of what is attached').manifests;
}

/** `Link: </v2/…>; rel="next"` of RFC 8288. */
function nextPage(link: string | undefined): string | null {
  const [, target = null] = /<([^<>]+)>\s*;\s*rel="?next"?/i.exec(link ?? '') ?? [];
  return target;
}
