import type { Fact } from './fact.ts';

const MOST = 200;

/** What runs in the environment now. */
export const occupants: Fact<'occupants'> = {
  name: 'occupants',
  async read({ records }, { environment }) {
    const running = await records.deployments({ statuses: ['running'], environment, limit: MOST });
    return running.map((d) => ({
      id: d.id,
      service: d.service,
      version: d.artifact.version,
      startedBy: d.requestedBy,
    }));
  },
};
