import type { z } from 'zod';
import type { Step } from '../plan/step.ts';
import type { Criteria } from '../verdict/criteria.ts';
import type { Journey } from '../verdict/journey/form.ts';
import type { Validation } from '../verdict/validation.ts';

/** What a strategy may know beyond its own configuration. */
export interface Ground {
  readonly criteria: Criteria;
  /** Walked before the exposure and at 100 %, whatever the strategy; left out: none. */
  readonly journeys?: readonly Journey[];
  /** Looked at before the old version goes; left out: nothing. */
  readonly validations?: readonly Validation[];
}

/** A way to roll out: a schema for its configuration and a pure function from that to the plan. */
export interface Strategy<Schema extends z.ZodType<{ readonly kind: string }>> {
  readonly kind: z.infer<Schema>['kind'];
  readonly says: string;
  readonly config: Schema;
  plan(config: z.infer<Schema>, ground: Ground): readonly Step[];
}

export function defineStrategy<Schema extends z.ZodType<{ readonly kind: string }>>(
  strategy: Strategy<Schema>,
): Strategy<Schema> {
  return strategy;
}
