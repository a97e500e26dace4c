import type { Stop } from './breaker.ts';

/** What a reason refers to: its words with a number in them, such as INC-42 or D-12. */
export function referencesIn(because: string): readonly string[] {
  return (because.match(/[\p{L}\p{N}][\p{L}\p{N}._/#-]*/gu) ?? [])
    .map((word) => word.replace(/[._/#-]+$/, '').toLowerCase())
    .filter((word) => /\p{L}/u.test(word) && /\d/.test(word));
}

/** Whether a deployment that names this incident is a fix of what stopped the line; of a stop that names none, any is. */
export function fixesStop({ because }: Stop, fixes: string | null | undefined): boolean {
  if (fixes == null) return false;
  const named = referencesIn(because);
  return named.length === 0 || named.includes(fixes.toLowerCase());
}
