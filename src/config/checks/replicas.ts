import type { Topology } from '../../domain/strategies/fits.ts';
import type { Fault } from '../fault.ts';
import { placementsOf, type WrittenPlacement } from '../placement.ts';
import { mapOf } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import { replicasSaid, surveyed } from '../topology-at.ts';
import type { Ground } from './check.ts';

const KEYS = ['replicas', 'surge'] as const;

/** What is written of replicas agrees with what the target says of them, and a surge is one of replicas that are known. */
export function replicas(ground: Ground): readonly Fault[] {
  const environments = mapOf(mapOf(ground.organisation.raw)?.['environments']) ?? {};
  return ground.services
    .filter(({ sound }) => sound)
    .flatMap((source) =>
      placementsOf(source.raw, Object.keys(environments)).flatMap((placement) => {
        const told = surveyed(placement, environments[placement.environment], ground);
        return [...contradicted(source, placement, told), ...baseless(source, placement, told)];
      }),
    );
}

function contradicted(source: Source, placement: WrittenPlacement, told: Topology | null) {
  const said = replicasSaid(placement, told);
  return KEYS.flatMap((key) => {
    const [mine, theirs] = [said[key], told?.[key]];
    if (mine === undefined || theirs === undefined || mine === theirs) return [];
    const message = `${placement.environment} has ${key}: ${mine}, and its target makes that ${theirs}`;
    const hint = 'leave it out: its provider tells it';
    return [faultAt(source, pathTo(source, placement, key), 'value', message, hint)];
  });
}

function baseless(source: Source, placement: WrittenPlacement, told: Topology | null) {
  if (placement.surge === null || placement.replicas !== null || told?.replicas !== undefined)
    return [];
  const message = `${placement.environment} has a surge, and nobody says of how many replicas`;
  const hint = 'write replicas beside it, such as replicas: 4';
  return [faultAt(source, pathTo(source, placement, 'surge'), 'value', message, hint)];
}

/** Where it is written: in the environment, or at the top of the file. */
function pathTo(source: Source, { environment }: WrittenPlacement, key: (typeof KEYS)[number]) {
  const own = mapOf(mapOf(mapOf(source.raw)?.['environments'])?.[environment]);
  return own?.[key] == null ? [key] : ['environments', environment, key];
}
