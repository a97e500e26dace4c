import type { ProviderTarget } from '../../../src/domain/catalog/catalog.ts';
import type { Dedup } from '../../../src/ports/deployer.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import { createFakeWorld, type Fault } from '../../fakes/fake-world.ts';
import { ENVIRONMENT } from '../in-process/organisation.ts';
import type { Kind, Trouble } from './kinds.ts';
import { overHttp } from './over-http.ts';
import { overPrograms } from './over-programs.ts';

/** How a provider is reached, and what it promises about being asked twice. */
export const WAYS = [
  { by: 'http', dedup: 'key', of40: 20 },
  { by: 'memory', dedup: 'none', of40: 10 },
  { by: 'programs', dedup: 'key', of40: 2 },
  { by: 'programs', dedup: 'cas', of40: 2 },
  { by: 'programs', dedup: 'observe', of40: 3 },
  { by: 'programs', dedup: 'none', of40: 3 },
] as const satisfies readonly { by: string; dedup: Dedup; of40: number }[];
export type Way = (typeof WAYS)[number];

/** A provider that will misbehave once, and what it really did. */
export interface World {
  readonly provider: Provider;
  readonly placement: ProviderTarget;
  /** Whether the trouble was met. */
  met(): boolean;
  /** Keys of the effects that took place, in order. */
  effects(): readonly string[];
  /** Keys as often as they were asked for, where the provider itself counts. */
  calls(): readonly string[];
  live(): readonly { readonly version: string; readonly percent: number }[];
  stop(): void;
}

export async function openWorld(
  way: Way,
  trouble: Trouble,
  service: string,
  clock: { readonly now: () => number },
): Promise<World> {
  const versions = ['1.0.0', '1.1.0'].map((version) => ({ service, version }));
  const dedup = way.by === 'memory' ? 'none' : 'key';
  const fake = createFakeWorld({ versions, clock, name: 'fleet', dedup });
  const inMemory = {
    placement: {},
    effects: () => fake.effects().map(({ key }) => key),
    calls: () => [],
    live: () => fake.live({ service, environment: ENVIRONMENT }),
  };
  switch (way.by) {
    case 'http':
      return { ...inMemory, ...(await overHttp(fake, trouble)) };
    case 'memory':
      fake.fault(faultOf(trouble));
      return {
        ...inMemory,
        provider: { ...fake.provider, patienceMs: 300 },
        met: () => true,
        stop: fake.clearFaults,
      };
    case 'programs': {
      const artifacts = versions.map(({ version }) => fake.artifact(service, version));
      const programs = overPrograms(way.dedup, trouble, artifacts);
      return { ...programs, provider: { ...programs.provider, name: 'fleet' } };
    }
  }
}

const FAULTS: Readonly<Record<Kind, Fault['kind']>> = {
  'timeout before the effect': 'hang',
  'timeout after the effect': 'throw-after',
  '429': 'throw-before',
  '5xx': 'throw-before',
  'connection reset': 'throw-before',
  'slow drip': 'hang',
  'wrong body': 'throw-after',
  'lying success': 'lie',
};

function faultOf({ kind, call, done }: Trouble): Fault {
  const reset = kind === 'connection reset' && done;
  return { call, kind: reset ? 'throw-after' : FAULTS[kind] };
}
