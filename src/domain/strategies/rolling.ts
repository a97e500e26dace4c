import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import type { Step } from '../plan/step.ts';
import { defineStrategy } from './strategy.ts';

/** A bake is over within a day. */
const LONGEST_MS = 12 * 3_600_000;

const Rolling = z.strictObject({
  kind: z.literal('rolling'),
  batches: z.array(z.number().int().min(1).max(99)).default([50]),
  between: Duration.refine((ms) => ms <= LONGEST_MS, { error: 'must be at most 12h' })
    .optional()
    .describe('How long it stays at each share before the next one. Left out: not at all.'),
  bake: Duration.prefault('5m'),
});

/** Replaces the old version batch by batch, then watches its health; where it is said, between them as well. It needs no traffic. */
export const rolling = defineStrategy({
  kind: 'rolling',
  says: 'batch by batch, then watch its health',
  config: Rolling,
  plan({ batches, between, bake }): readonly Step[] {
    const watched = between === undefined ? [] : [{ kind: 'bake', forMs: between } as const];
    return [
      { kind: 'prestage' },
      { kind: 'start' },
      ...batches.flatMap((percent): Step[] => [{ kind: 'shift', percent }, ...watched]),
      { kind: 'shift', percent: 100 },
      { kind: 'bake', forMs: bake },
      { kind: 'finish' },
    ];
  },
});
