import { eq } from 'drizzle-orm';
import type { Deployment, DeploymentId } from '../../domain/deployment/deployment.ts';
import { deployment } from '../schema/deployment.ts';
import type { Tables } from './tables.ts';

/** The deployment with this id. */
export async function findDeployment(tables: Tables, id: DeploymentId): Promise<Deployment | null> {
  const rows = await tables
    .select({ body: deployment.body })
    .from(deployment)
    .where(eq(deployment.id, id));
  return rows[0]?.body ?? null;
}
