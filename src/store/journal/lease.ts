import type { Leases } from '../../ports/leases.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

/**
 * Only a holder renewing in time keeps the epoch; every other claim raises it, so a write or a
 * provider call made under an earlier claim is refused whatever happened in between. The insert's
 * `lease_until` was computed before a wait for the row: it errs towards a shorter lease.
 */
const CLAIM = `
  INSERT INTO fence AS held (service, environment, epoch, holder, lease_until, held_at)
  VALUES ($1, $2, 1, $3, ${nowSql('$5')} + $4::bigint, ${nowSql('$5')})
  ON CONFLICT (service, environment) DO UPDATE SET
    epoch = CASE
      WHEN held.holder = $3 AND held.lease_until > excluded.lease_until - $4::bigint
      THEN held.epoch ELSE held.epoch + 1 END,
    holder = $3,
    lease_until = excluded.lease_until,
    held_at = excluded.held_at
  WHERE held.holder IS NULL OR held.holder = $3
    OR held.lease_until <= excluded.lease_until - $4::bigint
  RETURNING epoch`;

const RENEW = `
  UPDATE fence SET lease_until = ${nowSql('$6')} + $5::bigint, held_at = ${nowSql('$6')}
  WHERE service = $1 AND environment = $2 AND holder = $3 AND epoch = $4`;

const RELEASE = `
  UPDATE fence SET holder = NULL, lease_until = 0
  WHERE service = $1 AND environment = $2 AND holder = $3`;

export function createLeases({ pool, clock }: Database): Leases {
  return {
    async claim({ service, environment }, holder, forMs) {
      const values = [service, environment, holder, forMs, nowParameter(clock)];
      const { rows } = await pool.query<{ epoch: string }>({
        name: 'claim-lease',
        text: CLAIM,
        values,
      });
      const [row] = rows;
      return row ? Number(row.epoch) : null;
    },
    async renew({ service, environment }, { holder, epoch }, forMs) {
      const values = [service, environment, holder, epoch, forMs, nowParameter(clock)];
      await pool.query({ name: 'renew-lease', text: RENEW, values });
    },
    async release({ service, environment }, holder) {
      await pool.query(RELEASE, [service, environment, holder]);
    },
  };
}
