import type { Fact } from './fact.ts';

/** More open at once than anybody handles. */
const MOST = 200;

/** What is open in the environment. */
export const incidents: Fact<'incidents'> = {
  name: 'incidents',
  async read({ records }, { environment }) {
    const open = await records.incidents({ open: true, environment, limit: MOST });
    return open.map(({ id, title, places, commander }) => ({ id, title, places, commander }));
  },
};
