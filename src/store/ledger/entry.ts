import { createHash } from 'node:crypto';
import { canonicalText } from '../../domain/kernel/canonical.ts';
import type { Entry } from '../../domain/kernel/change.ts';
import { assertPlain } from './plain.ts';

/** Where the next entries go. */
export interface Place {
  /** How many entries there are. */
  readonly size: number;
  /** That of the last entry; 32 zero bytes before the first. */
  readonly leaf: Buffer;
  /** The last `n` of each subject that has any. */
  readonly counts: ReadonlyMap<string, number>;
}

/** An entry with its place in the chain, as it is stored. */
export interface Numbered {
  readonly seq: number;
  readonly subject: string;
  readonly n: number;
  readonly ref: string;
  readonly body: string;
  readonly leaf: Buffer;
}

/**
 * Numbers and chains entries. A body is the RFC 8785 text of `{v, seq, prev, ref, subject, what, by, at, evidence}`: `prev` the
 * previous leaf in hexadecimal (64 zeros for the first), `at` an ISO 8601 time in UTC.
 * @throws when an entry holds what RFC 8785 and I-JSON cannot say: a bug of whoever decided.
 */
export function chain(place: Place, entries: readonly Entry[]): readonly Numbered[] {
  const last = new Map(place.counts);
  const numbered: Numbered[] = [];
  let { size: seq, leaf } = place;
  for (const entry of entries) {
    const n = (last.get(entry.subject) ?? 0) + 1;
    const ref = `${entry.subject}#${n}`;
    seq += 1;
    const body = bodyOf(entry, seq, ref, leaf);
    leaf = leafOf(body);
    last.set(entry.subject, n);
    numbered.push({ seq, subject: entry.subject, n, ref, body, leaf });
  }
  return numbered;
}

/** SHA-256(0x00 || body): a leaf of RFC 6962 (section 2.1), so that a Merkle tree can stand on the chain. */
function leafOf(body: string): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(body, 'utf8').digest();
}

function bodyOf(entry: Entry, seq: number, ref: string, previous: Buffer): string {
  const { subject, what, by, evidence } = entry;
  const at = new Date(entry.at).toISOString();
  const body = { v: 1, seq, prev: previous.toString('hex'), ref, subject, what, by, at, evidence };
  assertPlain(body, ref);
  return canonicalText(body);
}
