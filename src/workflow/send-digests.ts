import type { Catalog } from '../domain/catalog/catalog.ts';
import { type DigestDue, type DigestRule, lastDigest } from '../domain/governance/digest.ts';
import type { Records } from '../ports/records.ts';

export interface Digests {
  readonly catalog: () => Catalog;
  readonly records: Pick<Records, 'now'>;
  /** Tells a group of its week, or that it is told nothing; once for each week, however often it is called. */
  readonly sayDigest: (group: string, rule: DigestRule, due: DigestDue) => Promise<void>;
}

/** Tells each group that asked for it of the week that is over. */
export async function sendDigests({ catalog, records, sayDigest }: Digests): Promise<void> {
  const asked = catalog().groups.filter(({ digest }) => digest !== undefined);
  if (asked.length === 0) return;
  const now = await records.now();
  for (const { name, digest } of asked)
    if (digest) await sayDigest(name, digest, lastDigest(digest, now));
}
