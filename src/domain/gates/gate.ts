import type { z } from 'zod';
import type { Ruling } from '../kernel/ruling.ts';
import type { Subject } from '../kernel/subject.ts';
import type { Instant } from '../kernel/time.ts';
import type { FactName, Facts } from './facts.ts';

/** A rule that may say "not yet" or "no". Pure: the facts it needs are gathered for it. */
interface Rule<Schema extends z.ZodType<{ readonly kind: string }>, Needs extends FactName> {
  readonly kind: z.infer<Schema>['kind'];
  readonly says: string;
  /** Whether it asks for evidence, which is green or not yet; all others people or the clock open. */
  readonly evidence: boolean;
  readonly config: Schema;
  readonly needs: readonly Needs[];
  rule(config: z.infer<Schema>, facts: Pick<Facts, Needs>, about: Subject, now: Instant): Ruling;
}

/** A gate as the list keeps it: its configuration is parsed again each time, as it comes from a row. */
export interface Gate {
  readonly kind: string;
  readonly says: string;
  readonly evidence: boolean;
  readonly needs: readonly FactName[];
  ask(config: unknown, facts: Facts, about: Subject, now: Instant): Ruling;
}

export function defineGate<
  Schema extends z.ZodType<{ readonly kind: string }>,
  Needs extends FactName,
>(gate: Rule<Schema, Needs>): Gate & { readonly config: Schema } {
  const { kind, says, evidence, needs, config: schema } = gate;
  return {
    kind,
    says,
    evidence,
    needs,
    config: schema,
    ask: (config, facts, about, now) => gate.rule(schema.parse(config), facts, about, now),
  };
}
