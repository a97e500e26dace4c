import type { Pool } from 'pg';
import type { Deployment } from '../../../src/domain/deployment/deployment.ts';

export interface Stored {
  readonly key: string;
  readonly parked: string | null;
  readonly mendable: boolean;
}

/** What the trial asks the database itself, past the code it tries. */
export interface Questions {
  /** When a deployment wakes, or a message or an act may be taken next, after now. */
  nextDue(now: number): Promise<number | null>;
  newest(service: string): Promise<Deployment | null>;
  /** Whether anything is still to be done by itself. */
  isQuiet(): Promise<boolean>;
  messages(deployment: string): Promise<readonly Stored[]>;
  parked(): Promise<number>;
  /** Ledger entries of a deployment with this word. */
  entries(deployment: string, what: string): Promise<number>;
}

const NEXT_DUE = `
  SELECT least(
    (SELECT min(wake_at) FROM deployment WHERE status IN ('pending', 'running') AND wake_at > $1),
    (SELECT min(due_at) FROM message WHERE parked IS NULL AND due_at > $1
      AND (sent_revision IS NULL OR sent_revision < revision)),
    (SELECT min(retry_at) FROM message WHERE parked IS NOT NULL AND retry_at > $1),
    (SELECT min(held_until) FROM inbox WHERE done_at IS NULL AND held_until > $1)) AS at`;

const BUSY = `
  SELECT (SELECT count(*) FROM deployment WHERE status IN ('pending', 'running'))
    + (SELECT count(*) FROM message WHERE (parked IS NULL OR retry_at IS NOT NULL)
        AND (sent_revision IS NULL OR sent_revision < revision))
    + (SELECT count(*) FROM inbox WHERE done_at IS NULL) AS n`;

export function createQuestions(pool: Pool): Questions {
  const count = async (question: string, values: readonly unknown[] = []): Promise<number> => {
    const { rows } = await pool.query<{ n: string }>(question, [...values]);
    return Number(rows[0]?.n);
  };
  return {
    async nextDue(now) {
      const { rows } = await pool.query<{ at: string | null }>(NEXT_DUE, [now]);
      const at = rows[0]?.at ?? null;
      return at === null ? null : Number(at);
    },
    async newest(service) {
      const { rows } = await pool.query<{ body: Deployment }>(
        'SELECT body FROM deployment WHERE service = $1 ORDER BY number DESC LIMIT 1',
        [service],
      );
      return rows[0]?.body ?? null;
    },
    isQuiet: async () => (await count(BUSY)) === 0,
    async messages(deployment) {
      const { rows } = await pool.query<Stored>(
        `SELECT key, parked, retry_at IS NOT NULL AS mendable FROM message
         WHERE split_part(key, ':', 2) = $1`,
        [deployment],
      );
      return rows;
    },
    parked: () => count('SELECT count(*) AS n FROM message WHERE parked IS NOT NULL'),
    entries: (deployment, what) =>
      count(
        `SELECT count(*) AS n FROM audit_entry WHERE subject = $1 AND body::jsonb ->> 'what' = $2`,
        [deployment, what],
      ),
  };
}
