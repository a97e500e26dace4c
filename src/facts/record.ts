import type { Fact } from './fact.ts';

/** More than any rule asks for in a row, rollbacks between them included. */
const MOST = 100;

/** How the earlier deployments of the service there went, newest first; what was never started does not count. */
export const record: Fact<'record'> = {
  name: 'record',
  async read({ records }, { service, environment, id }, at) {
    const statuses = ['succeeded', 'failed'] as const;
    const over = await records.deployments({ service, environment, statuses, limit: MOST });
    return over
      .filter((d) => d.kind === 'deploy' && d.id !== id && (d.finishedAt ?? at) <= at)
      .map((d) => ({
        id: d.id,
        at: d.finishedAt ?? d.requestedAt,
        well: d.status === 'succeeded' && d.rolledBackBy === null,
      }));
  },
};
