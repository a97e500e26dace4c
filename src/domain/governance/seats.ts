import type { Approval, ApprovalSlot } from './approval.ts';
import { rightUnder } from './given-under.ts';

type Slot = Pick<ApprovalSlot, 'people' | 'quorum' | 'distinct'>;

export interface Filled<S, V> {
  readonly slot: S;
  readonly given: readonly V[];
  /** How many more different people it needs. */
  readonly missing: number;
}

/** Which rule has whose yes: only under the rules by which it was given. The one answer of the gate and the card. */
export function seatGiven<S extends ApprovalSlot>(
  slots: readonly S[],
  approvals: readonly Approval[],
): readonly Filled<S, Approval>[] {
  const once = approvals.filter((a, i) => approvals.findIndex(({ by }) => by === a.by) === i);
  return fill(slots, (slot) => once.map((a) => [rightUnder(slot, a), a]));
}

/** Which rule whom could fill who are named by it, if they all said yes. Nobody counts on its being handed on. */
export function seat<S extends Slot>(
  slots: readonly S[],
  people: readonly string[],
): readonly Filled<S, string>[] {
  const once = [...new Set(people)];
  return fill(slots, (slot) => once.map((id) => [slot.people.includes(id) ? id : null, id]));
}

/** Whether these people are enough for every rule. */
export function suffices(slots: readonly Slot[], people: readonly string[]): boolean {
  return seat(slots, people).every(({ missing }) => missing === 0);
}

/**
 * How many people it takes at least. Counted by taking whoever helps most first, which for a few rules
 * of a few people is the true least.
 */
export function fewest(slots: readonly Slot[], barred: readonly string[]): number {
  const people = [...new Set(slots.flatMap((slot) => slot.people))];
  const free = people.filter((id) => !barred.includes(id));
  const left = (asked: readonly string[]): number =>
    seat(slots, asked).reduce((sum, { missing }) => sum + missing, 0);
  const asked: string[] = [];
  for (;;) {
    const [best] = free
      .map((one) => ({ one, left: left([...asked, one]) }))
      .toSorted((a, b) => a.left - b.left);
    if (best === undefined || best.left >= left(asked)) return asked.length;
    asked.push(best.one);
  }
}

/** Every voice with the right in which it would count under a rule, null where it has none. */
type Rights<S, V> = (slot: S) => readonly (readonly [right: string | null, voice: V])[];

/** Rules that are `distinct` share nobody: as many of their seats as can be taken at once are taken. */
function fill<S extends Slot, V>(
  slots: readonly S[],
  rights: Rights<S, V>,
): readonly Filled<S, V>[] {
  const able = new Map(slots.map((slot) => [slot, ableTo(rights(slot))]));
  const taken = match(
    slots.filter((slot) => slot.distinct),
    able,
  );
  return slots.map((slot) => {
    const given = (slot.distinct ? taken : able).get(slot) ?? [];
    return { slot, given, missing: Math.max(0, slot.quorum - given.length) };
  });
}

/**
 * A maximum matching of people and seats by augmenting paths (Kuhn): whoever finds every seat taken asks
 * one who sits to move, so that the order in which people said yes does not matter.
 */
function match<S extends Slot, V>(
  slots: readonly S[],
  able: ReadonlyMap<S, readonly V[]>,
): ReadonlyMap<S, readonly V[]> {
  const voices = [...new Set(slots.flatMap((slot) => able.get(slot) ?? []))];
  const seats = slots.flatMap((slot) =>
    Array.from({ length: Math.min(slot.quorum, voices.length) }, () => slot),
  );
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

/** Whose yes may count for a rule; somebody and who speaks for them are one. */
function ableTo<V>(voices: readonly (readonly [string | null, V])[]): readonly V[] {
  const rights = voices.map(([right]) => right);
  return voices.flatMap(([right, v], i) =>
    right !== null && rights.indexOf(right) === i ? [v] : [],
  );
}
