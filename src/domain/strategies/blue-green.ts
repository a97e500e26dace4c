import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import type { Step } from '../plan/step.ts';
import { defineStrategy } from './strategy.ts';

/** A bake is over within a day. */
const LONGEST_MS = 12 * 3_600_000;
const USUAL_MS = 3_600_000;

const BlueGreen = z.strictObject({
  kind: z.literal('blue-green'),
  rehearse: Duration.prefault('30s'),
  bake: Duration.prefault('5m'),
  keepWarm: Duration.refine((ms) => ms <= LONGEST_MS, {
    error: 'must be at most 12h',
  })
    .optional()
    .describe(
      'How much longer than it bakes people may keep the version before warm, in all. Left out: 1h.',
    ),
});

/** Starts the new version whole, watches it idle, then moves all traffic at once. */
export const blueGreen = defineStrategy({
  kind: 'blue-green',
  says: 'start whole, watch it idle, then move all traffic at once',
  config: BlueGreen,
  plan({ rehearse, bake, keepWarm = USUAL_MS }): readonly Step[] {
    return [
      { kind: 'prestage' },
      { kind: 'start' },
      { kind: 'bake', forMs: rehearse },
      { kind: 'shift', percent: 100 },
      { kind: 'bake', forMs: bake, moreMs: keepWarm },
      { kind: 'finish' },
    ];
  },
});
