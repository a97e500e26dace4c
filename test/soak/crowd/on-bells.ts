import type { BellKind, Order, Outcome } from '../trial.ts';

/** The same on each doorbell; each figure and fault says on which, and from which seed. */
type OnBells = (order: Order, run: (bell: BellKind) => Promise<Outcome>) => Promise<Outcome>;

/** Side by side: most of such a run is waiting. */
export const sideBySide: OnBells = async ({ bells, seed }, run) => {
  const runs = bells.map(async (bell) => signedBy(bell, seed, await run(bell)));
  // Each ends what it started before a throw of another ends the program.
  await Promise.allSettled(runs);
  return together(await Promise.all(runs));
};

/** One after the other: each keeps the machine busy. */
export const inTurn: OnBells = async ({ bells, seed }, run) => {
  const outcomes: Outcome[] = [];
  for (const bell of bells) outcomes.push(signedBy(bell, seed, await run(bell)));
  return together(outcomes);
};

function signedBy(bell: BellKind, seed: number, { figures, faults }: Outcome): Outcome {
  return {
    figures: figures.map((one) => ({ ...one, figure: `${one.figure} [${bell}]` })),
    faults: faults.map((fault) => `${fault} [${bell}, seed ${seed}]`),
  };
}

function together(outcomes: readonly Outcome[]): Outcome {
  return {
    figures: outcomes.flatMap(({ figures }) => figures),
    faults: outcomes.flatMap(({ faults }) => faults),
  };
}
