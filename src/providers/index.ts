import type { z } from 'zod';
import type { ProviderTarget } from '../domain/catalog/catalog.ts';
import { commandTarget } from './command/target.ts';
import { fleetTarget } from './fleet/target.ts';

/** What an environment may name in `provider:`, and what a service's `target` there must look like. */
interface ProviderKind {
  readonly name: string;
  readonly target: z.ZodType<ProviderTarget>;
}

const PROVIDERS: readonly ProviderKind[] = [
  { name: 'fleet', target: fleetTarget },
  { name: 'command', target: commandTarget },
];

/** The schema of each provider's target by the provider's name, as `fairway check` and main need them. */
export const providerTargets: Readonly<Record<string, z.ZodType<ProviderTarget>>> =
  Object.fromEntries(PROVIDERS.map(({ name, target }) => [name, target]));
