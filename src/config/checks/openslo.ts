import type { Fault } from '../fault.ts';
import { namesIn } from '../objectives-in.ts';
import { readSlo } from '../openslo/objectives.ts';
import { faultIn, faultsIn, objectsIn } from '../openslo/objects.ts';
import { placementsOf } from '../placement.ts';
import { keysOf, mapOf, textOf } from '../select.ts';
import type { Ground } from './check.ts';

/** Every object of OpenSLO is of a form that is known, and every SLO can be counted and is counted on by a service. */
export function openslo({ organisation, services, openslo: files }: Ground): readonly Fault[] {
  const all = objectsIn(files);
  const environments = keysOf(mapOf(organisation.raw)?.['environments']);
  const taken = new Set(
    services.flatMap(({ raw }) =>
      placementsOf(raw, environments).flatMap(({ objective }) => namesIn(objective?.['openslo'])),
    ),
  );
  const sound = services.every((one) => one.sound) && organisation.sound;
  return [
    ...faultsIn(files),
    ...all
      .filter(({ kind, name }) => kind === 'SLO' && name !== '')
      .flatMap((one) => {
        const faults = readSlo(all, one.name)?.faults ?? [];
        if (taken.has(one.name) || !sound) return faults;
        const service = textOf(mapOf(one.raw)?.['spec'], 'service') ?? 'the service';
        const message = `no service counts on the SLO "${one.name}"`;
        const hint = `write objective: { openslo: ${one.name} } in the file of ${service}, or take it out`;
        return [...faults, faultIn(one, ['metadata', 'name'], message, hint)];
      }),
  ];
}
