import type { Args } from './args.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Slack's cursor to the next page; `''` at the end. */
  readonly nextCursor: string;
}

/** One page of a list; undefined where the cursor is none of ours (`invalid_cursor`). */
export function pageOf<T>(
  all: readonly T[],
  args: Args,
  fallback = 100,
  most = 1_000,
): Page<T> | undefined {
  const start = offset(args.text('cursor'));
  if (start === undefined) return undefined;
  const end = start + args.limit('limit', fallback, most);
  const nextCursor = end < all.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: all.slice(start, end), nextCursor };
}

function offset(cursor: string | undefined): number | undefined {
  if (cursor === undefined || cursor === '') return 0;
  const found = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
