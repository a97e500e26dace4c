import { isDeploymentId } from '../domain/deployment/deployment.ts';
import type { Fact } from './fact.ts';

/** The approvals given to this deployment; none before it exists. */
export const approvals: Fact<'approvals'> = {
  name: 'approvals',
  async read({ records }, { id }) {
    if (id === null || !isDeploymentId(id)) return [];
    return (await records.deployment(id))?.approvals ?? [];
  },
};
