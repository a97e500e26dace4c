import type { Target } from '../domain/kernel/target.ts';
import {
  type FlagCopies,
  type FlagCopy,
  type FlagStanding,
  type FlagStandings,
  NOTHING_THERE,
} from '../ports/flags.ts';
import type { Database } from './clock.ts';

interface Row {
  readonly epoch: number;
  readonly body: Omit<FlagStanding, 'epoch'>;
}

const READ = 'SELECT epoch, body FROM flag WHERE environment = $1 AND service = $2';
const MAKE = `
  INSERT INTO flag (environment, service, epoch, revision, body) VALUES ($1, $2, 0, 0, $3)
  ON CONFLICT DO NOTHING`;
const WRITE = `
  UPDATE flag SET epoch = $3, body = $4, revision = revision + 1
  WHERE environment = $1 AND service = $2`;

/** Flags as PostgreSQL keeps them; whoever decides holds the row until it is written. */
export function createFlagStandings({ pool }: Pick<Database, 'pool'>): FlagStandings {
  return {
    async read(target) {
      const { rows } = await pool.query<Row>(READ, placeOf(target));
      return standingOf(rows[0]);
    },
    async decide(target, decide) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('BEGIN');
        const { epoch: _, ...nothing } = NOTHING_THERE;
        await client.query(MAKE, [...placeOf(target), JSON.stringify(nothing)]);
        const { rows } = await client.query<Row>(`${READ} FOR UPDATE`, placeOf(target));
        const { standing, answer } = decide(standingOf(rows[0]));
        if (standing) {
          const { epoch, ...body } = standing;
          await client.query(WRITE, [...placeOf(target), epoch, JSON.stringify(body)]);
        }
        await client.query('COMMIT');
        return answer;
      } catch (error) {
        await client.query('ROLLBACK').catch((lost: Error) => {
          broken = lost;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}

const NEWER = `
  SELECT flag.service AS flag, flag.revision::int AS revision, flag.body - 'done' AS standing
  FROM flag LEFT JOIN unnest($2::text[], $3::bigint[]) AS known(service, revision)
    ON known.service = flag.service AND known.revision = flag.revision
  WHERE flag.environment = $1 AND known.service IS NULL`;

/** The flags of an environment as copies: what is known already is not sent again. */
export function createFlagCopies({ pool }: Pick<Database, 'pool'>): FlagCopies {
  return {
    async newer(environment, known) {
      const revisions = [...known.values()].map(({ revision }) => revision);
      const { rows } = await pool.query<FlagCopy>(NEWER, [
        environment,
        [...known.keys()],
        revisions,
      ]);
      return rows;
    },
  };
}

function placeOf({ service, environment }: Target): [string, string] {
  return [environment, service];
}

function standingOf(row: Row | undefined): FlagStanding {
  return row ? { epoch: row.epoch, ...row.body } : NOTHING_THERE;
}
