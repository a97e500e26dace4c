/**
 * Something long to work out that pauses after each small piece, of which none depends on how long the pauses are:
 * whoever has others to answer lets them go first.
 */
export type Unhurried<T> = Generator<undefined, T, undefined>;
