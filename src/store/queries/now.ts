import { type Instant, instant } from '../../domain/kernel/time.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

/** What time it is by the store's clock. */
export async function askNow({ pool, clock }: Database): Promise<Instant> {
  const { rows } = await pool.query<{ now: string }>(`SELECT ${nowSql('$1')} AS now`, [
    nowParameter(clock),
  ]);
  return instant(Number(rows[0]?.now));
}
