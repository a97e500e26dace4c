import { type Instant, instant } from '../../domain/kernel/time.ts';
import { type Database, nowSql } from '../clock.ts';

/** What time it is by the store's clock. */
export async function askNow({ pool, clock }: Database): Promise<Instant> {
  if (clock !== 'database') return clock.now();
  const { rows } = await pool.query<{ now: string }>(`SELECT ${nowSql('$1')} AS now`, [null]);
  return instant(Number(rows[0]?.now));
}
