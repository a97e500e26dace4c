import type { Alarm, Alarms } from '../../ports/alarms.ts';
import type { Database } from '../clock.ts';

const FIND = 'SELECT incident, n, open, about FROM alarm WHERE name = $1';

const RECORD = `
  INSERT INTO alarm AS raised (name, incident, n, open, about) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (name) DO UPDATE SET
    incident = excluded.incident, n = excluded.n, open = excluded.open, about = excluded.about
  WHERE (raised.incident, raised.n) < (excluded.incident, excluded.n)`;

const NEVER: Alarm = { incident: 0, n: 0, open: false, about: '' };

export function createAlarms({ pool }: Pick<Database, 'pool'>): Alarms {
  return {
    async find(name) {
      const { rows } = await pool.query<Alarm>(FIND, [name]);
      return rows[0] ?? NEVER;
    },
    async record(name, { incident, n, open, about }) {
      await pool.query(RECORD, [name, incident, n, open, about]);
    },
  };
}
