import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import type { Step } from '../plan/step.ts';
import { defineStrategy } from './strategy.ts';

const Rolling = z.strictObject({
  kind: z.literal('rolling'),
  batches: z.array(z.number().int().min(1).max(99)).default([50]),
  bake: Duration.prefault('5m'),
});

/** Replaces the old version batch by batch, then watches its health. It needs no traffic. */
export const rolling = defineStrategy({
  kind: 'rolling',
  says: 'batch by batch, then watch its health',
  config: Rolling,
  plan({ batches, bake }): readonly Step[] {
    return [
      { kind: 'prestage' },
      { kind: 'start' },
      ...[...batches, 100].map((percent): Step => ({ kind: 'shift', percent })),
      { kind: 'bake', forMs: bake },
      { kind: 'finish' },
    ];
  },
});
