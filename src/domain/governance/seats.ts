import type { ApprovalSlot } from './approval.ts';

/** Somebody's yes, or one that somebody could give. */
interface Voice {
  readonly by: string;
}

type Slot = Pick<ApprovalSlot, 'people' | 'quorum' | 'distinct'>;

export interface Filled<S, V> {
  readonly slot: S;
  readonly given: readonly V[];
  /** How many more different people it needs. */
  readonly missing: number;
}

/**
 * Who fills which rule. Rules that are `distinct` share nobody: as many of their seats as can be taken
 * at once are taken. The one answer of the gate, the card, the request and the check of a configuration.
 */
export function seat<S extends Slot, V extends Voice>(
  slots: readonly S[],
  voices: readonly V[],
): readonly Filled<S, V>[] {
  const once = voices.filter((v, i) => voices.findIndex((other) => other.by === v.by) === i);
  const taken = match(
    slots.filter((slot) => slot.distinct),
    once,
  );
  return slots.map((slot) => {
    const given = slot.distinct ? (taken.get(slot) ?? []) : once.filter((v) => may(slot, v));
    return { slot, given, missing: Math.max(0, slot.quorum - given.length) };
  });
}

/** Whether these voices are enough for every rule. */
export function suffices(slots: readonly Slot[], voices: readonly Voice[]): boolean {
  return seat(slots, voices).every(({ missing }) => missing === 0);
}

/**
 * How many people it takes at least. Counted by taking whoever helps most first, which for a few rules
 * of a few people is the true least.
 */
export function fewest(slots: readonly Slot[], barred: readonly string[]): number {
  const people = [...new Set(slots.flatMap((slot) => slot.people))];
  const free = people.filter((by) => !barred.includes(by)).map((by) => ({ by }));
  const left = (asked: readonly Voice[]): number =>
    seat(slots, asked).reduce((sum, { missing }) => sum + missing, 0);
  const asked: Voice[] = [];
  for (;;) {
    const [best] = free
      .map((one) => ({ one, left: left([...asked, one]) }))
      .toSorted((a, b) => a.left - b.left);
    if (best === undefined || best.left >= left(asked)) return asked.length;
    asked.push(best.one);
  }
}

/**
 * A maximum matching of people and seats by augmenting paths (Kuhn): whoever finds every seat taken asks
 * one who sits to move, so that the order in which people said yes does not matter.
 */
function match<S extends Slot, V extends Voice>(
  slots: readonly S[],
  voices: readonly V[],
): ReadonlyMap<S, readonly V[]> {
  const seats = slots.flatMap((slot) =>
    Array.from({ length: Math.min(slot.quorum, voices.length) }, () => slot),
  );
  const sits = new Map<number, V>();
  function sitDown(voice: V, asked: Set<number>): boolean {
    return seats.some((slot, i) => {
      if (asked.has(i) || !may(slot, voice)) return false;
      asked.add(i);
      const other = sits.get(i);
      if (other !== undefined && !sitDown(other, asked)) return false;
      sits.set(i, voice);
      return true;
    });
  }
  for (const voice of voices) sitDown(voice, new Set());
  return new Map(
    slots.map((slot) => [slot, [...sits].flatMap(([i, v]) => (seats[i] === slot ? [v] : []))]),
  );
}

function may(slot: Slot, { by }: Voice): boolean {
  return slot.people.includes(by);
}
