import { isDeploymentId } from '../domain/deployment/deployment.ts';
import type { Fact } from './fact.ts';

/**
 * What the judges of its plan would see if it started at that moment. Null: it is only being asked for, and whoever asks
 * is answered for the moment they mean; or it has started; or it judges nothing.
 */
export const power: Fact<'power'> = {
  name: 'power',
  async read({ records, foresees }, { id }, at) {
    const d = id !== null && isDeploymentId(id) ? await records.deployment(id) : null;
    return d?.status === 'pending' ? foresees(d, at) : null;
  },
};
