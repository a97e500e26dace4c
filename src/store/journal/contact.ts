import type { Pool } from 'pg';
import type { Lost, Signs } from '../../domain/deployment/contact.ts';
import type { Deployment } from '../../domain/deployment/deployment.ts';
import { instant } from '../../domain/kernel/time.ts';
import type { Contacts, Watched } from '../../ports/contacts.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

/** Said again and again while the call goes on, so that what a dead worker said is overwritten. */
const CALLING = `
  INSERT INTO contact AS said
    (deployment, call_revision, provider, asked_at, heard_at, waited_until)
  SELECT $1, $2::integer, $3, now.at - $4::bigint, now.at - $5::bigint, now.at - $4::bigint + $6::bigint
  FROM ${nowSql('$7')} AS now (at)
  ON CONFLICT (deployment) DO UPDATE SET
    call_revision = excluded.call_revision, provider = excluded.provider,
    asked_at = excluded.asked_at, heard_at = excluded.heard_at,
    waited_until = excluded.waited_until
  WHERE said.call_revision IS NULL OR said.call_revision <= excluded.call_revision`;

const NOTE = `
  INSERT INTO contact AS said (deployment, noted_revision, lost, n) VALUES ($1, $2, $3, $4)
  ON CONFLICT (deployment) DO UPDATE SET
    noted_revision = excluded.noted_revision, lost = excluded.lost, n = excluded.n
  WHERE said.n < excluded.n`;

/** A call made at an earlier revision is over, whoever made it. */
const SIGNS = `
  SELECT d.body, c.lost, c.noted_revision, c.n, f.held_at, f.lease_until,
    CASE WHEN c.call_revision = d.revision THEN c.provider END AS provider,
    c.asked_at, c.heard_at, c.waited_until
  FROM deployment d
    LEFT JOIN fence f ON f.service = d.service AND f.environment = d.environment
    LEFT JOIN contact c ON c.deployment = d.id`;

const OF = `${SIGNS} WHERE d.id = $1`;

const WATCHED = `
  ${SIGNS}
  WHERE d.id IN (
    (SELECT id FROM deployment
     WHERE status IN ('pending', 'running') AND wake_at <= ${nowSql('$3')} - $1::bigint
     ORDER BY wake_at LIMIT $2)
    UNION (SELECT deployment FROM contact WHERE lost IS NOT NULL))`;

interface Row {
  readonly body: Deployment;
  readonly lost: Lost | null;
  readonly noted_revision: number | null;
  readonly n: number | null;
  readonly held_at: string | null;
  readonly lease_until: string | null;
  readonly provider: string | null;
  readonly asked_at: string | null;
  readonly heard_at: string | null;
  readonly waited_until: string | null;
}

export function createContacts({ pool, clock }: Database): Contacts {
  return {
    async calling(id, { revision, provider, tookMs, quietMs, patienceMs }) {
      const lengths = [tookMs, quietMs, patienceMs].map((ms) => ms && Math.round(ms));
      await pool.query(CALLING, [id, revision, provider, ...lengths, nowParameter(clock)]);
    },
    async signs(id) {
      const [row] = await read(pool, OF, [id]);
      return row ? signsOf(row) : NONE;
    },
    async watched(quietMs, limit) {
      const rows = await read(pool, WATCHED, [quietMs, limit, nowParameter(clock)]);
      return rows.map((row): Watched => {
        const { body: deployment, noted_revision: revision, lost, n } = row;
        const noted = revision === null ? null : { revision, lost, n: n ?? 0 };
        return { deployment, signs: signsOf(row), noted };
      });
    },
    async note(id, { revision, lost, n }) {
      await pool.query(NOTE, [id, revision, lost === null ? null : JSON.stringify(lost), n]);
    },
  };
}

const NONE: Signs = { heldAt: null, heldUntil: null, call: null };

async function read(pool: Pool, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  const { rows } = await pool.query<Row>(text, [...values]);
  return rows;
}

function signsOf(row: Row): Signs {
  const { provider, asked_at, heard_at, waited_until } = row;
  const call =
    provider === null || asked_at === null || waited_until === null
      ? null
      : {
          provider,
          askedAt: instant(Number(asked_at)),
          heardAt: at(heard_at),
          until: instant(Number(waited_until)),
        };
  return { heldAt: at(row.held_at), heldUntil: at(row.lease_until), call };
}

function at(ms: string | null) {
  return ms === null ? null : instant(Number(ms));
}
