import { sayDuration } from '../../../domain/kernel/duration.ts';
import { type Instant, instant } from '../../../domain/kernel/time.ts';
import { rootOf } from '../../../domain/verdict/place.ts';
import { readBelow, sayMissing } from './file.ts';
import { filledAddress, filledPath } from './filled.ts';
import type { Inspect, Means } from './inspect.ts';

/** What proves compliance; `writtenAt` is null where it does not say. */
interface Proof {
  readonly text: string;
  readonly writtenAt: Instant | null;
}

/** More is no evidence but an archive. */
const MOST_BYTES = 1_048_576;
/** What is dated further ahead would be fresh until then, and longer. */
const CLOCKS_APART_MS = 5 * 60_000;

/** What proves compliance is there, and was written lately: by its `Last-Modified`, or by when the file was. */
export const evidence: Inspect<'evidence'> = async (wish, means) => {
  const proof =
    wish.file === undefined ? await asked(wish.url, means) : await read(wish.file, means);
  const says = (fault: string | null, said = '') => ({ says: said, fault });
  if (typeof proof === 'string') return says(proof);
  if (proof.text.trim() === '') return says('the evidence is empty');
  if (wish.contains !== undefined && !proof.text.includes(wish.contains))
    return says(`the evidence does not contain "${wish.contains.slice(0, 60)}"`);
  if (proof.writtenAt === null) return says('the evidence does not say when it was written');
  const age = means.about.now - proof.writtenAt;
  if (age < -CLOCKS_APART_MS) {
    const when = new Date(proof.writtenAt).toISOString();
    return says(`the evidence says that it was written on ${when}, which is still to come`);
  }
  const old = `the evidence is ${sayDuration(Math.max(0, age))} old`;
  return age > wish.fresh
    ? says(`${old}, allowed are ${sayDuration(wish.fresh)}`)
    : says(null, old);
};

/** What it is, or why there is none, in words. */
async function asked(url: string | undefined, means: Means): Promise<Proof | string> {
  if (url === undefined) throw new Error('nothing says where the evidence is');
  const { fetch, signal, about } = means;
  const address = filledAddress(url, about, about.artifact);
  const { status, headers, text } = await fetch(address, { signal, redirect: 'manual' });
  if (status !== 200) return `the evidence answered ${status}`;
  const writtenAt = Date.parse(headers['last-modified'] ?? '');
  return { text, writtenAt: Number.isNaN(writtenAt) ? null : instant(writtenAt) };
}

async function read(file: string, { about }: Means): Promise<Proof | string> {
  const path = filledPath(file, about, about.artifact);
  return (await readBelow(rootOf(file), path, MOST_BYTES)) ?? sayMissing(path);
}
