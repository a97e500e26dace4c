import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import { fitting, type Misfit, misfit, type Topology } from './fits.ts';
import { defaultStrategy, StrategyConfig, type StrategyKind } from './index.ts';

/** What a place may need of a rollout. */
export const Need = z.enum(['zero-downtime', 'atomic-cutover', 'limited-blast-radius']);
export type Need = z.infer<typeof Need>;

/** A strategy that is not named: what it must give is. */
const ByNeed = z.strictObject({
  kind: z.literal('by-need'),
  needs: z
    .array(Need)
    .min(1)
    .refine((needs) => firstThatGives(needs) !== null, {
      error:
        'cannot be had together: limited-blast-radius has both versions serve for a while, and atomic-cutover never does',
    })
    .describe('What a rollout must give there; the first strategy that gives all of it is picked.'),
  bake: Duration.optional().describe('How long it bakes, whichever is picked. Left out: 5m.'),
});

/** A strategy as a file says it. */
export const StrategyFile = z.discriminatedUnion('kind', [...StrategyConfig.options, ByNeed]);
export type StrategyFile = z.infer<typeof StrategyFile>;

/** For what a strategy was picked, and why it was this one. */
export interface Picked {
  readonly needs: readonly Need[];
  readonly why: string;
}

/** In the order in which they are tried: what asks least of a place comes first. */
const GIVES: readonly (readonly [StrategyKind, readonly Need[]])[] = [
  ['rolling', ['zero-downtime']],
  ['blue-green', ['zero-downtime', 'atomic-cutover']],
  ['canary', ['zero-downtime', 'limited-blast-radius']],
];

/** How a place goes out, and what that was picked for where it was. */
export interface Chosen {
  readonly strategy: StrategyConfig;
  readonly picked?: Picked;
}

/** The strategy that is named, or else the first that gives all that is needed. */
export function chosenFor(file: StrategyFile): Chosen {
  if (file.kind !== 'by-need') return { strategy: file };
  const { needs, bake } = file;
  const kind = firstThatGives(needs) ?? 'rolling';
  const strategy = { ...defaultStrategy(kind), ...(bake === undefined ? {} : { bake }) };
  return { strategy, picked: { needs, why: whyPicked(kind, needs) } };
}

/** What of that a strategy does not give. */
export function lacking(kind: StrategyKind, needs: readonly Need[]): readonly Need[] {
  const given = GIVES.find(([one]) => one === kind)?.[1] ?? [];
  return needs.filter((need) => !given.includes(need));
}

/** As `misfit`, and for one that was picked also whether the place lets it give what it was picked for. */
export function unfit({ strategy, picked }: Chosen, at: Topology): Misfit | null {
  const found = misfit(strategy, at) ?? (picked ? downtime(picked, at) : null);
  if (!found || !picked) return found;
  return { ...found, fitting: found.fitting.filter((kind) => gives(kind, picked.needs, at)) };
}

/** What fits there besides, and gives what this one was picked for where it was. */
export function othersThan(
  kind: StrategyKind,
  picked: Picked | undefined,
  at: Topology,
): readonly StrategyKind[] {
  return fitting(at).filter((one) => one !== kind && (!picked || gives(one, picked.needs, at)));
}

export function sayNeeds(needs: readonly Need[]): string {
  return needs.join(' and ');
}

function gives(kind: StrategyKind, needs: readonly Need[], at: Topology): boolean {
  return lacking(kind, needs).length === 0 && downtime({ needs }, at) === null;
}

/** With one slot the old version ends before the new one serves, whatever the strategy. */
function downtime({ needs }: Pick<Picked, 'needs'>, { slots }: Topology): Misfit | null {
  if (!needs.includes('zero-downtime') || slots === null || slots >= 2) return null;
  const why = `zero-downtime needs 2 slots, so that the old version serves until the new one does, and there is ${slots}`;
  return { why, instead: null, fitting: [] };
}

function firstThatGives(needs: readonly Need[]): StrategyKind | null {
  return GIVES.find(([kind]) => lacking(kind, needs).length === 0)?.[0] ?? null;
}

function whyPicked(kind: StrategyKind, needs: readonly Need[]): string {
  const before = GIVES.slice(
    0,
    GIVES.findIndex(([one]) => one === kind),
  );
  const passed = before.map(([one]) => `${one} does not give ${sayNeeds(lacking(one, needs))}`);
  return [`${kind} was picked: it gives ${sayNeeds(needs)}`, ...passed].join('; ');
}
