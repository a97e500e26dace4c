import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import type { Step } from '../plan/step.ts';
import { Inconclusive, JudgeMode } from '../verdict/policy.ts';
import { defineStrategy } from './strategy.ts';

const Canary = z.strictObject({
  kind: z.literal('canary'),
  weights: z
    .array(z.number().int().min(1).max(99))
    .min(1)
    .refine((weights) => weights.every((w, i) => i === 0 || w > (weights[i - 1] ?? 0)), {
      error: 'must rise from step to step, such as [10, 50]',
    })
    .default([10, 50]),
  judge: Duration.prefault('10m'),
  warmUp: Duration.prefault('60s'),
  bake: Duration.prefault('5m'),
  mode: JudgeMode.default('abort'),
  inconclusive: Inconclusive.default('ask'),
  requirePower: z
    .boolean()
    .optional()
    .describe(
      'Whether it is refused where the usual traffic is too little for its judges. Left out: in protected environments, where that is known. `true`: everywhere, and where it is not known as well. `false`: nowhere, it is only said.',
    ),
});

/** Gives the new version a little traffic, judges it against the old one, and only then gives it more. */
export const canary = defineStrategy({
  kind: 'canary',
  says: 'a little traffic first, judged against the old version before it gets more',
  config: Canary,
  plan({ weights, judge, warmUp, bake, mode, inconclusive }, { criteria }): readonly Step[] {
    const ramp = weights.flatMap((percent): Step[] => [
      { kind: 'shift', percent },
      { kind: 'judge', forMs: judge, warmUpMs: warmUp, criteria, mode, inconclusive },
    ]);
    return [
      { kind: 'prestage' },
      { kind: 'start' },
      ...ramp,
      { kind: 'shift', percent: 100 },
      { kind: 'bake', forMs: bake },
      { kind: 'finish' },
    ];
  },
});
