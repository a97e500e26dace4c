/**
 * Who may decide on a lock besides its holder, as the rules named them when it was asked for. Whoever joins
 * them later does not: widening a group would loosen what holds. Rights that are lost are lost at once.
 */
export interface Deciders {
  /** Who keeps the place: they may let it go. */
  readonly keepers: readonly string[];
  /** Who may say whether it passes on. */
  readonly arbiters: readonly string[];
}

/** A tenure that was stored before these were kept has none, and those whom the rules name now decide. */
export interface Decided {
  readonly deciders?: Deciders | undefined;
}

/** Whether they kept the place already when it was locked. */
export function keptThen({ deciders }: Decided, by: string): boolean {
  return deciders === undefined || deciders.keepers.includes(by);
}

/** The arbiters of now who were arbiters then. */
export function arbitersThen(
  { deciders }: Decided,
  arbiters: readonly string[],
): readonly string[] {
  return arbiters.filter((one) => deciders === undefined || deciders.arbiters.includes(one));
}
