import type { Breaker } from '../../domain/breaker/decide.ts';
import { breaker } from '../schema/breaker.ts';
import type { Tables } from './tables.ts';

/** Every breaker there is, whether its line runs or not: a handful. */
export async function listBreakers(tables: Tables): Promise<readonly Breaker[]> {
  const rows = await tables.select({ body: breaker.body }).from(breaker);
  return rows.map((row) => row.body);
}
