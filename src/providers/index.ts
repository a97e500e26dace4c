import type { z } from 'zod';
import type { ProviderTarget } from '../domain/catalog/catalog.ts';
import { FLAGS } from '../domain/catalog/find.ts';
import type { Room, Topology } from '../domain/strategies/fits.ts';
import { commandRoom, commandTarget } from './command/target.ts';
import { flagsRoom, flagsTarget } from './flags/target.ts';
import { fleetNumbers, fleetRoom, fleetSeries, fleetTarget } from './fleet/target.ts';
import { haproxyRoom, haproxyTarget } from './haproxy/target.ts';

/** What an environment may name in `provider:`, and what a service's `target` there must look like. */
interface ProviderKind {
  readonly name: string;
  readonly says: string;
  readonly target: z.ZodType<ProviderTarget>;
  readonly measured: boolean;
  /** What of the business it counts by itself, by name. */
  readonly numbers?: readonly string[];
  /** What an objective may count there by an indicator. */
  readonly series?: readonly string[];
  /** Whether it knows what a version is built of. */
  readonly sboms?: true;
  readonly room: (placement: ProviderTarget) => Room;
}

/** Every way to reach the world. One folder and one line each. */
export const providers: readonly ProviderKind[] = [
  {
    name: 'fleet',
    says: 'The sandbox: real processes behind a real proxy on this machine; measures their traffic, and remembers it',
    target: fleetTarget,
    measured: true,
    numbers: fleetNumbers,
    series: fleetSeries,
    sboms: true,
    room: fleetRoom,
  },
  {
    name: 'command',
    says: 'Runs programs of yours, never a shell; measures nothing, so it cannot judge a canary without `signals`',
    target: commandTarget,
    measured: false,
    room: commandRoom,
  },
  {
    name: 'haproxy',
    says: 'Slots on plain hosts behind your haproxy, moved by its weights; measures nothing, so it cannot judge a canary without `signals`',
    target: haproxyTarget,
    measured: false,
    room: haproxyRoom,
  },
  {
    name: FLAGS,
    says: 'Feature flags that Fairway serves itself: a state of a flag is a version, a share of traffic a share of people; measures nothing, so it cannot judge a canary without `signals`',
    target: flagsTarget,
    measured: false,
    room: flagsRoom,
  },
];

/** The schema of each provider's target by the provider's name, as `fairway check` and main need them. */
export const providerTargets: Readonly<Record<string, z.ZodType<ProviderTarget>>> =
  Object.fromEntries(providers.map(({ name, target }) => [name, target]));

/** What is known of a placement before Fairway runs; null where no provider has that name. */
export function topologyOf(provider: string, placement: ProviderTarget): Topology | null {
  const kind = providers.find(({ name }) => name === provider);
  if (!kind) return null;
  const { room, measured, numbers, series, sboms = false } = kind;
  const counted = { ...(numbers && { numbers }), ...(series && { series }) };
  return { ...room(placement), measured, sboms, ...counted };
}
