import type { Fault } from '../fault.ts';
import { faultsOf } from '../issues.ts';
import { OrganisationFile } from '../schema/organisation.ts';
import { ServiceFile } from '../schema/service.ts';
import type { Ground } from './check.ts';

/** Every file has the form of its kind: known keys, required keys, values of the right type. */
export function form({ organisation, services }: Ground): readonly Fault[] {
  return [
    ...(organisation.sound ? faultsOf(organisation, OrganisationFile, organisation.raw ?? {}) : []),
    ...services
      .filter((source) => source.sound)
      .flatMap((source) => faultsOf(source, ServiceFile, source.raw ?? {})),
  ];
}
