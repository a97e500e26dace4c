import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import type { Step } from '../plan/step.ts';
import { defineStrategy } from './strategy.ts';

const BlueGreen = z.strictObject({
  kind: z.literal('blue-green'),
  rehearse: Duration.prefault('30s'),
  bake: Duration.prefault('5m'),
});

/** Starts the new version whole, watches it idle, then moves all traffic at once. */
export const blueGreen = defineStrategy({
  kind: 'blue-green',
  says: 'start whole, watch it idle, then move all traffic at once',
  config: BlueGreen,
  plan({ rehearse, bake }): readonly Step[] {
    return [
      { kind: 'prestage' },
      { kind: 'start' },
      { kind: 'bake', forMs: rehearse },
      { kind: 'shift', percent: 100 },
      { kind: 'bake', forMs: bake },
      { kind: 'finish' },
    ];
  },
});
