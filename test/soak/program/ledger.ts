import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { z } from 'zod';

interface Row {
  readonly seq: string;
  readonly subject: string;
  readonly n: number;
  readonly body: string;
  readonly leaf: Buffer;
}

const Said = z.object({
  seq: z.number(),
  prev: z.string(),
  ref: z.string(),
  what: z.string(),
  evidence: z.record(z.string(), z.unknown()),
});
type Said = z.infer<typeof Said>;

interface Head {
  readonly size: string;
  readonly leaf: string;
}

/** Every entry and the head that stood over them: whoever still runs may write meanwhile. */
async function atOneMoment(pool: Pool) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<Row>(
      'SELECT seq, subject, n, body, leaf FROM audit_entry ORDER BY seq',
    );
    const head = await client.query<Head>(
      "SELECT size, encode(leaf, 'hex') AS leaf FROM ledger_head",
    );
    await client.query('COMMIT');
    return { rows, end: head.rows[0] };
  } finally {
    client.release();
  }
}

/**
 * Recomputes the whole chain from its texts alone, as its format describes it (ADR 8) and without the code
 * that wrote it. Answers with the faults found, and how many entries there are.
 */
export async function verifyLedger(pool: Pool): Promise<{
  readonly entries: number;
  readonly faults: readonly string[];
  /** How often each step was intended, by `D-12:3`. */
  readonly intents: ReadonlyMap<string, number>;
}> {
  const { rows, end } = await atOneMoment(pool);
  const faults: string[] = [];
  const counts = new Map<string, number>();
  const intended = new Set<string>();
  const intents = new Map<string, number>();
  let previous = '0'.repeat(64);
  rows.forEach((row, i) => {
    const n = (counts.get(row.subject) ?? 0) + 1;
    counts.set(row.subject, n);
    const ref = `${row.subject}#${n}`;
    const said = Said.parse(JSON.parse(row.body));
    const leaf = createHash('sha256')
      .update(Buffer.concat([Buffer.of(0), Buffer.from(row.body)]))
      .digest('hex');
    const holds =
      Number(row.seq) === i + 1 &&
      said.seq === i + 1 &&
      row.n === n &&
      said.ref === ref &&
      said.prev === previous &&
      row.leaf.toString('hex') === leaf;
    if (!holds) faults.push(`ledger entry ${row.seq} (${ref}) does not follow from its texts`);
    previous = leaf;
    for (const fault of intendedTwice(row.subject, said, intended)) faults.push(fault);
    const { intent, step } = said.evidence;
    const place = `${row.subject}:${step}`;
    if (typeof intent === 'string') intents.set(place, (intents.get(place) ?? 0) + 1);
  });
  if (Number(end?.size) !== rows.length || end?.leaf !== previous)
    faults.push('the head of the ledger is not its last entry');
  return { entries: rows.length, faults, intents };
}

/**
 * A step is intended once, whoever dies: a second time is a write of somebody who should have stopped.
 * Only a deployment that was sent back before its start (`repin`) begins again, and a person who
 * resumes what Fairway itself held may have its step intended once more.
 */
function intendedTwice(subject: string, said: Said, intents: Set<string>): readonly string[] {
  const { intent, step } = said.evidence;
  if (said.what === 'approval-voided') intents.delete(`${subject} step 0 prestage`);
  if (said.what === 'resumed' && said.evidence['heldBy'] === 'fairway') {
    const last = [...intents].findLast((name) => name.startsWith(`${subject} `));
    if (last !== undefined) intents.delete(last);
  }
  if (typeof intent !== 'string') return [];
  const name = `${subject} step ${step} ${intent}`;
  const fault = intents.has(name) ? [`intended twice: ${name}`] : [];
  intents.add(name);
  return fault;
}
