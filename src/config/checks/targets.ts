import type { Fault, Path } from '../fault.ts';
import { faultsOf } from '../issues.ts';
import { placementsOf } from '../placement.ts';
import { mapOf } from '../select.ts';
import type { Source } from '../source.ts';
import { providerIn } from '../topology-at.ts';
import type { Ground } from './check.ts';

/** Every target is what the provider of its environment accepts; the provider's own schema says so. */
export function targets({ organisation, services, providers }: Ground): readonly Fault[] {
  const environments = mapOf(mapOf(organisation.raw)?.['environments']) ?? {};
  return services.flatMap((source) =>
    placementsOf(source.raw, Object.keys(environments)).flatMap((placement) => {
      const { environment, target } = placement;
      const provider = providerIn(placement, environments[environment]);
      const schema = Object.hasOwn(providers, provider) ? providers[provider] : undefined;
      if (schema === undefined || !source.sound || target === null) return [];
      return faultsOf(source, schema, target, (path) => whereIs(source, environment, path));
    }),
  );
}

/** The environment's own target, unless the key in question was inherited from the top of the file. */
function whereIs(source: Source, environment: string, path: Path): Path {
  const top = mapOf(source.raw);
  const own = mapOf(mapOf(mapOf(top?.['environments'])?.[environment])?.['target']) ?? {};
  const inherited = mapOf(top?.['target']) ?? {};
  const [key] = path;
  const fromTop =
    typeof key === 'string' && !Object.hasOwn(own, key) && Object.hasOwn(inherited, key);
  return fromTop ? ['target', ...path] : ['environments', environment, 'target', ...path];
}
