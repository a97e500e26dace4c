import type { Candidate } from '../../domain/correlation/candidate.ts';
import { learnedOf } from '../../domain/correlation/experience.ts';
import { couldHaveDone, fromElsewhere, kindOf } from '../../domain/correlation/from-elsewhere.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { type Instant, plus } from '../../domain/kernel/time.ts';
import {
  ELSEWHERE_MS,
  environmentsOf,
  LATE_MS,
  LESSONS,
  MOST,
  NEAR_MS,
  type Reads,
  type Related,
} from './scope.ts';

/** What others told us they had changed before the trouble began: flags, migrations, configuration, infrastructure. */
export async function changesElsewhere(
  { records, catalog }: Reads,
  incident: Incident,
  began: Instant,
  related: Related,
): Promise<readonly Candidate[]> {
  const { changes = [] } = catalog();
  const asked = {
    environments: environmentsOf(catalog(), incident),
    until: plus(began, LATE_MS),
    limit: MOST,
  };
  const [near, far, before] = await Promise.all([
    records.movesElsewhere({ ...asked, services: related.near, since: plus(began, -NEAR_MS) }),
    records.movesElsewhere({ ...asked, since: plus(began, -ELSEWHERE_MS) }),
    records.suspicions(related.hurt, LESSONS),
  ]);
  const all = new Map([...near, ...far].map((move) => [move.id, move]));
  return couldHaveDone([...all.values()], began).map((move) =>
    fromElsewhere(move, {
      relations: related.of(move.service),
      hurt: incident.places.length,
      owner: changes.find(({ name }) => name === move.source)?.owner ?? null,
      learned: learnedOf(before, move.service, kindOf(move)),
    }),
  );
}
