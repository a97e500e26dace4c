import { sayDuration } from '../../../domain/kernel/duration.ts';
import type { Inspect } from './inspect.ts';

/** What proves compliance is there, and was written lately by its `Last-Modified`. */
export const evidence: Inspect<'evidence'> = async (wish, { fetch, signal, now }) => {
  const { status, headers, text } = await fetch(wish.url, { signal, redirect: 'manual' });
  const says = (fault: string | null, said = '') => ({ says: said, fault });
  if (status !== 200) return says(`the evidence answered ${status}`);
  if (wish.contains !== undefined && !text.includes(wish.contains))
    return says(`the evidence does not contain "${wish.contains.slice(0, 60)}"`);
  const writtenAt = Date.parse(headers['last-modified'] ?? '');
  if (Number.isNaN(writtenAt)) return says('the evidence does not say when it was written');
  const age = now - writtenAt;
  const old = `the evidence is ${sayDuration(age)} old`;
  return age > wish.fresh
    ? says(`${old}, allowed are ${sayDuration(wish.fresh)}`)
    : says(null, old);
};
