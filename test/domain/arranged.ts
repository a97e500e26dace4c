interface Slot {
  readonly quorum: number;
  readonly distinct?: boolean | undefined;
}

/**
 * By trying everything: these people can be put to the rules so that distinct ones share nobody.
 * @param seatOf in whose right somebody's yes counts under a rule; undefined where it does not
 */
export function arranged<S extends Slot, Yes>(
  slots: readonly S[],
  yes: readonly Yes[],
  seatOf: (slot: S, yes: Yes) => string | undefined,
): boolean {
  const [slot, ...rest] = slots;
  if (!slot) return true;
  const able = yes.filter((a) => seatOf(slot, a) !== undefined);
  const seats = new Set(able.map((a) => seatOf(slot, a)));
  if (!slot.distinct) return seats.size >= slot.quorum && arranged(rest, yes, seatOf);
  return subsets(able, slot.quorum).some((used) => {
    if (new Set(used.map((a) => seatOf(slot, a))).size < slot.quorum) return false;
    const left = yes.filter((a) => !used.includes(a));
    return (
      arranged(
        rest.filter((one) => !one.distinct),
        yes,
        seatOf,
      ) &&
      arranged(
        rest.filter((one) => one.distinct),
        left,
        seatOf,
      )
    );
  });
}

function subsets<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return all.flatMap((one, i) => subsets(all.slice(i + 1), size - 1).map((more) => [one, ...more]));
}
