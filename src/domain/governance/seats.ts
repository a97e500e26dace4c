import type { ApprovalSlot } from './approval.ts';

/** Somebody's yes, or one that somebody could give, perhaps also for others. */
interface Voice {
  readonly by: string;
  readonly for?: readonly string[];
}

type Slot = Pick<ApprovalSlot, 'people' | 'quorum' | 'distinct' | 'escalate'>;

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
    const given = slot.distinct ? (taken.get(slot) ?? []) : ableTo(slot, once);
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
  const named = slots.map(({ escalate: _, ...slot }) => slot);
  const people = [...new Set(named.flatMap((slot) => slot.people))];
  const free = people.filter((by) => !barred.includes(by)).map((by) => ({ by }));
  const left = (asked: readonly Voice[]): number =>
    seat(named, asked).reduce((sum, { missing }) => sum + missing, 0);
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
  const able = new Map(slots.map((slot) => [slot, ableTo(slot, voices)]));
  const sits = new Map<number, V>();
  function sitDown(voice: V, asked: Set<number>): boolean {
    return seats.some((slot, i) => {
      if (asked.has(i) || !able.get(slot)?.includes(voice)) return false;
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

/** Whose yes may count for the rule; somebody and who speaks for them are one. */
function ableTo<V extends Voice>(slot: Slot, voices: readonly V[]): readonly V[] {
  const seats = voices.map((v) => seatOf(slot, v));
  return voices.filter((_, i) => seats[i] !== null && seats.indexOf(seats[i] ?? null) === i);
}

/** In whose right it would count: their own, handed on or not, or that of somebody they speak for. */
function seatOf({ people, escalate = [] }: Slot, { by, for: others = [] }: Voice): string | null {
  const own = people.includes(by) || escalate.some((rung) => rung.people.includes(by));
  return own ? by : (others.find((person) => people.includes(person)) ?? null);
}
