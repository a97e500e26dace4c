import type { BellKind, Order, Outcome } from '../trial.ts';

/** The same on every doorbell, side by side; each figure and fault says on which, and from which seed. */
export async function onBells(
  { bells, seed }: Order,
  run: (bell: BellKind) => Promise<Outcome>,
): Promise<Outcome> {
  const outcomes = await Promise.all(bells.map(async (bell) => ({ bell, ...(await run(bell)) })));
  return {
    figures: outcomes.flatMap(({ bell, figures }) =>
      figures.map((one) => ({ ...one, figure: `${one.figure} [${bell}]` })),
    ),
    faults: outcomes.flatMap(({ bell, faults }) =>
      faults.map((fault) => `${fault} [${bell}, seed ${seed}]`),
    ),
  };
}
