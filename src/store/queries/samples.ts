import { asc, eq } from 'drizzle-orm';
import type { DeploymentId } from '../../domain/deployment/deployment.ts';
import type { AnyKept } from '../../domain/deployment/sample.ts';
import { instant } from '../../domain/kernel/time.ts';
import { deployment } from '../schema/deployment.ts';
import { sample } from '../schema/sample.ts';
import type { Tables } from './tables.ts';

/** What the judges and the comparisons of a deployment saw, in the order they saw it. */
export async function listSamples(tables: Tables, id: DeploymentId): Promise<readonly AnyKept[]> {
  const { service, environment } = deployment;
  const rows = await tables
    .select({ sample, service, environment })
    .from(sample)
    .innerJoin(deployment, eq(deployment.id, sample.deployment))
    .where(eq(sample.deployment, id))
    .orderBy(asc(sample.revision));
  return rows.map((row) => {
    const kept = {
      deployment: id,
      service: row.service,
      environment: row.environment,
      revision: row.sample.revision,
      step: row.sample.step,
      at: instant(row.sample.at),
      sample: row.sample.body,
    };
    return kept as AnyKept;
  });
}
