import type { Catalog } from '../../domain/catalog/catalog.ts';
import type { Candidate } from '../../domain/correlation/candidate.ts';
import { learnedOf } from '../../domain/correlation/experience.ts';
import { fromDeployment, symptomIn } from '../../domain/correlation/from-deployment.ts';
import { type Ranking, rank } from '../../domain/correlation/suspects.ts';
import { type Relation, relationsOf } from '../../domain/correlation/topology.ts';
import { relationWeight } from '../../domain/correlation/weights.ts';
import { type Deployment, isDeploymentId } from '../../domain/deployment/deployment.ts';
import { beganAt, type Incident } from '../../domain/incident/incident.ts';
import { type Instant, plus } from '../../domain/kernel/time.ts';
import type { LedgerLine, TrackRecord } from '../../ports/records.ts';
import { besidesDeployments } from './besides.ts';
import { changesElsewhere } from './elsewhere.ts';
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

/** So many are looked into: their ledger, their record. The others keep what their rows say. */
const LOOKED_INTO = 20;
/** A service is near when its relation weighs as much as this: it itself, what it needs, who calls it. */
const NEAR = 0.05;

const UNKNOWN: Pick<Candidate, 'record' | 'learned'> = {
  record: { tried: 0, failed: 0 },
  learned: { cause: 0, notCause: 0 },
};

/**
 * Everything that moved before the trouble began and could have caused it, ranked. Bounded however long the
 * history: first by rows of a window, then the likeliest with their ledger and record. @param out what people cleared
 */
export async function gatherSuspects(
  ctx: Reads,
  incident: Incident,
  out: readonly string[],
): Promise<Ranking> {
  const began = beganAt(incident);
  const related = relationsTo(ctx.catalog(), incident);
  const [found, besides, elsewhere] = await Promise.all([
    deployments(ctx, incident, began, related.near),
    besidesDeployments(ctx, incident, began, related),
    changesElsewhere(ctx, incident, began, related),
  ]);
  const fits = (subject: string): boolean => !out.includes(subject);
  const rows = found.filter((d) => fits(d.id));
  const rough = rows.map((d) =>
    fromDeployment(d, {
      ...UNKNOWN,
      relations: related.of(d.service),
      lines: [],
      rollback: rollbackOf(d, found),
    }),
  );
  const others = [...besides, ...elsewhere].filter(({ subject }) => fits(subject));
  const trouble = { beganAt: began, symptom: symptomOf(incident) };
  const first = rank(rough, trouble).suspects.slice(0, LOOKED_INTO);
  const looked = await lookInto(ctx, incident, rows, first, related);
  const known = new Set(looked.map(({ subject }) => subject));
  const rest = rough.filter(({ subject }) => !known.has(subject));
  return rank([...looked, ...rest, ...others], trouble);
}

function relationsTo({ services }: Catalog, { places }: Incident): Related {
  const known = new Set(services.map(({ name }) => name));
  const hurt = [...new Set(places.map(({ service }) => service))].filter((one) => known.has(one));
  const maps = hurt.map((one) => relationsOf(services, one));
  const near = maps.flatMap((map) =>
    [...map].flatMap(([name, relation]) => (relationWeight(relation) >= NEAR ? [name] : [])),
  );
  const of = (service: string): readonly Relation[] =>
    maps.map((map) => map.get(service) ?? { kind: 'none' });
  return { hurt, near: [...new Set(near)], of };
}

/** What started in the environments that are hurt: near it within a day, anywhere within two hours, and what runs. */
async function deployments(
  { records, catalog }: Reads,
  incident: Incident,
  began: Instant,
  near: readonly string[],
): Promise<readonly Deployment[]> {
  const until = plus(began, LATE_MS);
  const asked = environmentsOf(catalog(), incident).flatMap((environment) => [
    records.moved({
      environment,
      services: near,
      since: plus(began, -NEAR_MS),
      until,
      limit: MOST,
    }),
    records.moved({ environment, since: plus(began, -ELSEWHERE_MS), until, limit: MOST }),
    records.deployments({ environment, statuses: ['running'], limit: MOST }),
  ]);
  const all = (await Promise.all(asked)).flat();
  return [...new Map(all.map((d) => [d.id, d])).values()];
}

/** The likeliest again, with all that is known of them. */
async function lookInto(
  { records }: Reads,
  { environment }: Incident,
  rows: readonly Deployment[],
  first: readonly Candidate[],
  related: Related,
): Promise<readonly Candidate[]> {
  const looked = rows.filter((d) => first.some(({ subject }) => subject === d.id));
  const services = [...new Set(looked.map(({ service }) => service))];
  const hurt = [...new Set(looked.map((d) => d.environment))];
  const [lines, tracks, before, rollbacks] = await Promise.all([
    records.ledgerOf(looked.map(({ id }) => id)),
    tracksOf(records, services, hurt.length > 0 ? hurt : [environment]),
    // Of what was hurt before as it is now: whoever broke that need not have been hurt.
    records.suspicions(related.hurt, LESSONS),
    rollbacksOf(records, looked, rows),
  ]);
  return looked.map((d) =>
    fromDeployment(d, {
      relations: related.of(d.service),
      lines: lines.get(d.id) ?? ([] satisfies readonly LedgerLine[]),
      record: tracks.get(`${d.environment} ${d.service}`) ?? UNKNOWN.record,
      learned: learnedOf(before, d.service),
      rollback: rollbackOf(d, rollbacks),
    }),
  );
}

async function tracksOf(
  records: Reads['records'],
  services: readonly string[],
  environments: readonly string[],
): Promise<ReadonlyMap<string, TrackRecord>> {
  const all = await Promise.all(
    environments.map(async (environment) => {
      const found = await records.trackRecords(services, environment);
      return [...found].map(([service, one]) => [`${environment} ${service}`, one] as const);
    }),
  );
  return new Map(all.flat());
}

async function rollbacksOf(
  records: Reads['records'],
  looked: readonly Deployment[],
  rows: readonly Deployment[],
): Promise<readonly Deployment[]> {
  const ids = looked.flatMap(({ rolledBackBy }) =>
    rolledBackBy && isDeploymentId(rolledBackBy) ? [rolledBackBy] : [],
  );
  const missing = ids.filter((id) => !rows.some((d) => d.id === id));
  const found = await Promise.all(missing.map((id) => records.deployment(id)));
  return [...rows, ...found.flatMap((d) => d ?? [])];
}

function rollbackOf(d: Deployment, all: readonly Deployment[]): Deployment | null {
  return d.rolledBackBy === null ? null : (all.find(({ id }) => id === d.rolledBackBy) ?? null);
}

/** By the words of its alerts; null where they say neither. */
function symptomOf({ alerts, title }: Incident) {
  const texts = [...alerts.map(({ name, summary }) => `${name} ${summary ?? ''}`), title];
  return texts.map(symptomIn).find((one) => one !== null) ?? null;
}
