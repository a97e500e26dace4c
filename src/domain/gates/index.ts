import { z } from 'zod';
import { block, type Ruling, wait } from '../kernel/ruling.ts';
import type { Subject } from '../kernel/subject.ts';
import type { Instant } from '../kernel/time.ts';
import { approval } from './approval.ts';
import { blackout } from './blackout.ts';
import { breaker } from './breaker.ts';
import { budget } from './budget.ts';
import { burn } from './burn.ts';
import { cab } from './cab.ts';
import { concurrency } from './concurrency.ts';
import { type FactName, type Facts, type Gathered, isUnknown } from './facts.ts';
import type { Gate } from './gate.ts';
import { incident } from './incident.ts';
import { lift } from './lift.ts';
import { lock } from './lock.ts';
import { order } from './order.ts';
import { power } from './power.ts';
import { schedule } from './schedule.ts';
import { turn } from './turn.ts';

export { SCHEDULED } from './schedule.ts';

/** Everything that can hold a deployment. One file and one line each, in the order people see them. */
export const gates = [
  order,
  approval,
  cab,
  schedule,
  blackout,
  budget,
  burn,
  incident,
  breaker,
  lock,
  turn,
  concurrency,
  power,
] as const;

export const GateConfig = z.discriminatedUnion('kind', [
  order.config,
  approval.config,
  cab.config,
  schedule.config,
  blackout.config,
  budget.config,
  burn.config,
  incident.config,
  breaker.config,
  lock.config,
  turn.config,
  concurrency.config,
  power.config,
]);
export type GateConfig = z.infer<typeof GateConfig>;
export type GateKind = GateConfig['kind'];

const byKind = new Map<string, Gate>(gates.map((gate) => [gate.kind, gate]));

/** What is so when the gate passes, in words. */
export function sayGate(kind: GateKind): string {
  return byKind.get(kind)?.says ?? kind;
}

/** What the configuration, and the calendars it names, tell of a moment to come. */
const FORESEEN: readonly FactName[] = ['blackouts', 'calendars'];

/** Whether this gate asks for evidence, which is green or not yet. One that is not known never was green. */
export function asksEvidence(kind: GateKind): boolean {
  return byKind.get(kind)?.evidence ?? true;
}

/** Whether all that this gate asks is in the configuration, so that a moment to come is known as well. */
export function isForeseen(kind: GateKind): boolean {
  return (byKind.get(kind)?.needs ?? []).every((need) => FORESEEN.includes(need));
}

/** The facts these gates ask for, each once. */
export function needsOf(configs: readonly GateConfig[]): readonly FactName[] {
  return [...new Set(configs.flatMap((c) => byKind.get(c.kind)?.needs ?? []))];
}

export interface GateRuling {
  readonly gate: GateKind;
  readonly ruling: Ruling;
}

/** Asks one gate. A fact that is missing or could not be read waits: unknown never means yes. */
export function rule(
  config: GateConfig,
  facts: Gathered,
  about: Subject,
  now: Instant,
): GateRuling {
  const gate = byKind.get(config.kind);
  if (!gate) return { gate: config.kind, ruling: block('no-gate', `no gate ${config.kind}`) };
  for (const need of gate.needs) {
    const fact = facts[need];
    if (fact === undefined || isUnknown(fact)) {
      const reason = fact === undefined ? 'was not gathered' : fact.unknown;
      return { gate: config.kind, ruling: wait('unknown', `${need} could not be read: ${reason}`) };
    }
  }
  return { gate: config.kind, ruling: gate.ask(config, facts as Facts, about, now) };
}

/** Asks all gates, in the order they were frozen, and lifts what a broken glass lifts. */
export function ruleAll(
  configs: readonly GateConfig[],
  facts: Gathered,
  about: Subject,
  now: Instant,
): readonly GateRuling[] {
  const rulings = configs.map((config) => rule(config, facts, about, now));
  return lift(rulings, about.brokenUntil, now);
}

/** What takes long to find is asked only where nothing else holds, whichever way somebody asks. */
const LAST: readonly GateKind[] = ['power'];

/** Reads facts as they are, or as they will be, at this moment. */
export type Gather = (needs: readonly FactName[], about: Subject, at: Instant) => Promise<Gathered>;

/** What every gate said, and what they were told. */
export interface Rulings {
  readonly facts: Gathered;
  readonly rulings: readonly GateRuling[];
}

/**
 * May I? The one decision for every path: asked when somebody previews, before a start, before each step
 * that raises exposure, and for a moment to come. Facts and rulings are of the same moment.
 */
export async function askGates(
  gather: Gather,
  gates: readonly GateConfig[],
  about: Subject,
  at: Instant,
): Promise<Rulings> {
  const ask = async (some: readonly GateConfig[]): Promise<Rulings> => {
    const facts = await gather(needsOf(some), about, at);
    return { facts, rulings: ruleAll(some, facts, about, at) };
  };
  const isLast = ({ kind }: GateConfig): boolean => LAST.includes(kind);
  const first = await ask(gates.filter((gate) => !isLast(gate)));
  const last = gates.filter(isLast);
  const holds = first.rulings.some(({ ruling }) => ruling.verdict !== 'pass');
  if (holds || last.length === 0) return first;
  const { facts, rulings } = await ask(last);
  return { facts: { ...first.facts, ...facts }, rulings: [...first.rulings, ...rulings] };
}
