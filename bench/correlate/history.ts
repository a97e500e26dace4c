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

const TEMPLATE = JSON.stringify(sample('D-1', { status: 'succeeded', revision: 8 }));
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

/** Adds to the history as much as a Fairway would hold of it, behind what its ledger has. */
export async function writeHistory(pool: Pool, all: readonly Made[]): Promise<void> {
  const bodies = all.map((made) => JSON.stringify({ n: made.number, d: bodyOf(made) }));
  await pool.query(INSERT, [bodies, TEMPLATE]);
  const { rows } = await pool.query<{ size: string }>('SELECT size FROM ledger_head');
  const size = Number(rows[0]?.size);
  const lines = all.filter(({ isLookedAt }) => isLookedAt).flatMap(linesOf);
  await pool.query(ENTRIES, [
    lines.map((_, i) => size + i + 1),
    lines.map(({ subject }) => subject),
    lines.map(({ n }) => n),
    lines.map(({ body }) => body),
    lines.map(({ body }) => createHash('sha256').update(body).digest('hex')),
  ]);
  await pool.query(
    'UPDATE ledger_head SET size = $1::bigint, leaf = sha256(($1::bigint)::text::bytea)',
    [size + lines.length],
  );
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

/** What the ledger says of it: when it reached whom, and at the end what was judged. */
function linesOf({ number, startedAt, shown, judged }: Made) {
  const subject = `D-${number}`;
  return shown.map(({ afterMs }, step) => {
    const at = new Date(startedAt + afterMs).toISOString();
    const isLast = step === shown.length - 1 && judged !== null;
    const said = isLast
      ? { judged: { verdict: 'not enough data', ground: 'undecided', evidence: judged } }
      : {};
    const evidence = { intent: 'shift', step, ...said };
    const body = JSON.stringify({ what: 'stepped', at, by: 'fairway', subject, evidence });
    return { subject, n: step + 1, body };
  });
}
