import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { expect } from 'vitest';

/** Recomputes the chain from its texts alone and compares its end with the head. Its length. */
export async function verifyLedger(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ seq: string; body: string; leaf: Buffer }>(
    'SELECT seq, body, leaf FROM audit_entry ORDER BY seq',
  );
  const head = await pool.query<{ size: string; leaf: Buffer }>(
    'SELECT size, leaf FROM ledger_head',
  );
  let previous = Buffer.alloc(32);
  for (const [i, { seq, body, leaf }] of rows.entries()) {
    expect(Number(seq)).toBe(i + 1);
    const { prev } = JSON.parse(body) as { readonly prev: string };
    expect(prev, `entry ${seq} follows the one before it`).toBe(previous.toString('hex'));
    const own = createHash('sha256').update(Buffer.of(0)).update(body, 'utf8').digest();
    expect(leaf.equals(own), `entry ${seq} is what was hashed`).toBe(true);
    previous = own;
  }
  expect(head.rows).toMatchObject([{ size: String(rows.length) }]);
  expect(head.rows[0]?.leaf.equals(previous)).toBe(true);
  return rows.length;
}
