import { isDeploymentId } from '../domain/deployment/deployment.ts';
import type { Fact } from './fact.ts';

/** The board's votes on this deployment, and since when they are asked for; none before it exists. */
export const ballot: Fact<'ballot'> = {
  name: 'ballot',
  async read({ records }, { id }, at) {
    const d = id !== null && isDeploymentId(id) ? await records.deployment(id) : null;
    return d ? { askedAt: d.requestedAt, votes: d.votes ?? [] } : { askedAt: at, votes: [] };
  },
};
