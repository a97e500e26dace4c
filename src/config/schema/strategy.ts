import { z } from 'zod';
import { Duration } from '../../domain/kernel/duration.ts';
import { StrategyFile } from '../../domain/strategies/by-need.ts';
import { Inconclusive, JudgeMode } from '../../domain/verdict/policy.ts';
import { Name } from './forms.ts';

/** What an environment that follows another one may say itself, for a strategy that has it. */
const OWN = {
  rehearse: Duration.optional(),
  between: Duration.optional(),
  bake: Duration.optional(),
  judge: Duration.optional(),
  warmUp: Duration.optional(),
  mode: JudgeMode.optional(),
  inconclusive: Inconclusive.optional(),
};

const AsIn = z.strictObject({
  kind: z.literal('as-in'),
  environment: Name.describe(
    'The environment whose way out is rehearsed here: whatever strategy it has, with the times of this one where they are said.',
  ),
  ...OWN,
});

/** A strategy as people write it. */
export const StrategyWritten = z.discriminatedUnion('kind', [...StrategyFile.options, AsIn]);

/** What is said beside `as-in` that a strategy of that kind takes; the rest is for other kinds. */
export function ownOf(
  written: Readonly<Record<string, unknown>>,
  kind: unknown,
): Readonly<Record<string, unknown>> {
  const option = StrategyFile.options.find(({ shape }) => shape.kind.value === kind);
  const taken = Object.keys(OWN).filter((key) => option && Object.hasOwn(option.shape, key));
  return Object.fromEntries(
    taken.flatMap((key) => (written[key] === undefined ? [] : [[key, written[key]]])),
  );
}
