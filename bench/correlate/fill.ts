import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { sample } from '../../test/store/sample.ts';
import type { Shown } from './trouble.ts';

/** One row of the history. Times in ms. */
export interface Made {
  readonly number: number;
  readonly service: string;
  readonly environment: string;
  readonly startedAt: number;
  readonly shown: readonly Shown[];
  readonly judged: number | null;
  /** Only of what an incident may look into: the ledger of the others is never read here. */
  readonly isLookedAt: boolean;
}

const CHUNK = 10_000;
const INSERT = `
  INSERT INTO deployment (id, number, service, environment, status, requested_by, requested_at,
    started_at, finished_at, digest, revision, body)
  SELECT 'D-' || (b->>'n'), (b->>'n')::bigint, b->'d'->>'service', b->'d'->>'environment', 'succeeded',
    'ana', (b->'d'->>'requestedAt')::bigint, (b->'d'->>'startedAt')::bigint,
    (b->'d'->>'finishedAt')::bigint, 'sha256:' || (b->>'n'), 8, $2::jsonb || (b->'d')
  FROM unnest($1::jsonb[]) AS b`;
const ENTRIES = `
  INSERT INTO audit_entry (seq, subject, n, body, leaf)
  SELECT seq, subject, n, body, decode(leaf, 'hex')
  FROM unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::text[]) AS e (seq, subject, n, body, leaf)`;

/** Fills an empty, migrated database with what a Fairway would hold, and lets the planner know. */
export async function fill(pool: Pool, all: Iterable<Made>): Promise<void> {
  const template = JSON.stringify(sample('D-1', { status: 'succeeded', revision: 8 }));
  const lines = new Lines();
  let chunk: string[] = [];
  let last = 0;
  async function flush(): Promise<void> {
    if (chunk.length > 0) await pool.query(INSERT, [chunk, template]);
    if (lines.seqs.length > 0) await pool.query(ENTRIES, lines.take());
    chunk = [];
  }
  for (const made of all) {
    chunk.push(JSON.stringify({ n: made.number, d: bodyOf(made) }));
    if (made.isLookedAt) lines.add(made);
    last = made.number;
    if (chunk.length === CHUNK) await flush();
  }
  await flush();
  await pool.query("SELECT setval('deployment_number', $1)", [last]);
  await pool.query(
    'UPDATE ledger_head SET size = $1::bigint, leaf = sha256(($1::bigint)::text::bytea)',
    [lines.seq],
  );
  await pool.query('VACUUM ANALYZE');
}

function bodyOf(made: Made): Partial<Deployment> {
  const { number, service, environment, startedAt, shown } = made;
  const first = shown[0]?.afterMs ?? 0;
  const whole = shown.at(-1)?.afterMs ?? 0;
  return {
    id: `D-${number}`,
    ...{ service, environment, plan: shown.map(({ percent }) => ({ kind: 'shift', percent })) },
    artifact: { version: `1.${number}.0`, digest: `sha256:${number}` },
    previous: { version: `1.${number - 1}.0`, digest: `sha256:${number - 1}` },
    requestedAt: instant(startedAt - 60_000),
    startedAt: instant(startedAt),
    exposedAt: instant(startedAt + first),
    finishedAt: instant(startedAt + whole + 300_000),
  };
}

/** The ledger's lines of what is looked into. */
class Lines {
  seq = 0;
  seqs: number[] = [];
  #rows: [string[], number[], string[], string[]] = [[], [], [], []];

  add({ number, startedAt, shown, judged }: Made): void {
    for (const [step, { afterMs }] of shown.entries()) {
      const at = new Date(startedAt + afterMs).toISOString();
      const isLast = step === shown.length - 1 && judged !== null;
      const said = isLast
        ? { judged: { verdict: 'not enough data', ground: 'undecided', evidence: judged } }
        : {};
      const evidence = { intent: 'shift', step, ...said };
      const body = JSON.stringify({
        what: 'stepped',
        at,
        by: 'fairway',
        subject: `D-${number}`,
        evidence,
      });
      this.seq += 1;
      this.seqs.push(this.seq);
      const [subjects, ns, bodies, leaves] = this.#rows;
      subjects.push(`D-${number}`);
      ns.push(step + 1);
      bodies.push(body);
      leaves.push(createHash('sha256').update(body).digest('hex'));
    }
  }

  take(): unknown[] {
    const values = [this.seqs, ...this.#rows];
    this.seqs = [];
    this.#rows = [[], [], [], []];
    return values;
  }
}
