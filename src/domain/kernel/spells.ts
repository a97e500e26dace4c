/** Neighbours in a row that all fit: the first and the last of them, and whoever stands before; null where nobody does. */
export interface Spell<One> {
  readonly before: One | null;
  readonly first: One;
  readonly last: One;
}

/** Every such stretch, as long as it goes on, in order. */
export function spells<One>(
  all: readonly One[],
  fits: (one: One) => boolean,
): readonly Spell<One>[] {
  const found: Spell<One>[] = [];
  for (const [i, one] of all.entries()) {
    if (!fits(one)) continue;
    const before = all[i - 1];
    const open = before !== undefined && fits(before) ? found.pop() : undefined;
    found.push(open ? { ...open, last: one } : { before: before ?? null, first: one, last: one });
  }
  return found;
}
