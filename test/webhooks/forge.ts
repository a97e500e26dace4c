import { type AlertSource, SOURCE_KINDS } from '../../src/domain/incident/source.ts';
import type { Headers } from '../../src/ports/webhook-source.ts';
import { webhookSources } from '../../src/providers/webhook-sources.ts';
import { BODIES, hex, NOON, proofOf, SECRET } from './samples.ts';

type Random = () => number;
type Kind = AlertSource['kind'];
interface Forged {
  readonly raw: Buffer;
  readonly headers: Headers;
}

/** Ways to come close to an honest request; none of them may be taken. */
const WAYS: readonly ((kind: Kind, raw: Buffer, r: Random) => Forged)[] = [
  (kind, raw, r) => ({ raw, headers: changed(proofOf(kind, raw), (v) => flipped(v, r)) }),
  (kind, raw) => ({ raw, headers: changed(proofOf(kind, raw), () => undefined) }),
  (kind, raw) => ({ raw, headers: changed(proofOf(kind, raw), (v) => [v, v]) }),
  (kind, raw) => ({ raw, headers: changed(proofOf(kind, raw), (v) => v.slice(0, -1)) }),
  (kind, raw) => ({ raw, headers: changed(proofOf(kind, raw), (v) => `${v}0`) }),
  (kind, raw) => ({ raw, headers: changed(proofOf(kind, raw), (v) => v.toUpperCase()) }),
  (kind, raw) => ({ raw, headers: proofOf(kind, raw, `${SECRET}.`) }),
  (kind, raw) => ({ raw, headers: proofOf(kind, raw, '') }),
  (kind, raw, r) => ({ raw, headers: proofOf(kind, raw, `other app ${r()}`) }),
  (kind, raw) => ({ raw, headers: sha1Only(kind, raw) }),
  (kind, raw, r) => tampered(kind, raw, r),
];

function tampered(kind: Kind, raw: Buffer, r: Random): Forged {
  const headers = proofOf(kind, raw);
  // A token says nothing about the body, so there it is the token that is touched.
  if ('authorization' in headers) {
    return { raw, headers: changed(headers, (v) => flipped(v, r)) };
  }
  const other = Buffer.from(raw);
  const at = Math.floor(r() * other.length);
  other[at] = (other[at] ?? 0) ^ (1 << Math.floor(r() * 8));
  return { raw: other, headers };
}

function sha1Only(kind: Kind, raw: Buffer): Headers {
  const short = hex(SECRET, raw).slice(0, 40);
  return changed(proofOf(kind, raw), () => `sha1=${short}`);
}

function changed(
  headers: Headers,
  change: (value: string) => string | string[] | undefined,
): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, change(String(value))]),
  );
}

/** One bit of the part that proves something; the word before a token is not it. */
function flipped(value: string, r: Random): string {
  const from = value.indexOf(' ') + 1;
  const at = from + Math.floor(r() * (value.length - from));
  const code = value.charCodeAt(at) ^ (1 << Math.floor(r() * 5));
  return `${value.slice(0, at)}${String.fromCharCode(code)}${value.slice(at + 1)}`;
}

/** How many of so many forgeries of each kind were taken. @param r a seeded source of numbers in [0, 1) */
export function forge(many: number, r: Random): { readonly tried: number; readonly taken: number } {
  let taken = 0;
  for (const kind of SOURCE_KINDS) {
    const raw = Buffer.from(JSON.stringify(BODIES[kind]));
    for (let n = 0; n < many; n += 1) {
      const way = WAYS[n % WAYS.length];
      const forged = way?.(kind, raw, r);
      if (forged && webhookSources[kind].verify(forged.raw, forged.headers, [SECRET], NOON))
        taken += 1;
    }
  }
  return { tried: many * SOURCE_KINDS.length, taken };
}
