import { Secret, TOTP } from 'otpauth';
import type { PoolClient } from 'pg';
import {
  elevation,
  type Factor,
  present,
  takesCodes,
} from '../../domain/governance/second-factor.ts';
import { type Refusal, refuse } from '../../domain/kernel/refusal.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import type { Claimant, Factors } from '../../ports/factors.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';
import { openWith, sealWith } from '../sealed.ts';
import { entryOf, inOne, note, nowOf } from './noted.ts';

const PERIOD_S = 30;
/** A code counts one period before its time and one after it, as RFC 6238 advises in section 5.2. */
const WINDOW = 1;
const SECRET_BYTES = 20;

const FIND = `
  SELECT ${nowSql('$2')} AS now, (SELECT body FROM second_factor WHERE person = $1) AS body`;
const HOLD = `
  SELECT ${nowSql('$2')} AS now, sealed, body FROM second_factor WHERE person = $1 FOR UPDATE`;
const ALL = 'SELECT body FROM second_factor ORDER BY person';
const UPDATE = 'UPDATE second_factor SET body = $2 WHERE person = $1';
const ENROL = `
  INSERT INTO second_factor (person, sealed, body) VALUES ($1, $2, $3)
  ON CONFLICT (person) DO UPDATE SET sealed = $2, body = $3`;
const REVOKE = 'DELETE FROM second_factor WHERE person = $1';

type Held = { readonly now: string; readonly sealed: string; readonly body: Factor };

/** Where second factors are kept. */
export interface Keeping extends Database {
  /** 32 bytes; left out or null: none is configured, and nobody's code can be looked at. */
  readonly secondFactorKey?: Buffer | null;
}

export function createFactors(database: Keeping): Factors {
  const { pool, clock, secondFactorKey: key = null } = database;
  return {
    async standing({ person, account }) {
      if (!key) return { kind: 'keyless' };
      const values = [person, nowParameter(clock)];
      const { rows } = await pool.query<{ now: string; body: Factor | null }>(FIND, values);
      const [row] = rows;
      if (!row?.body) return { kind: 'unenrolled' };
      return { kind: 'enrolled', given: elevation(row.body, account, instant(Number(row.now))) };
    },
    async enrolled() {
      if (!key) return null;
      const { rows } = await pool.query<{ body: Factor }>(ALL);
      return rows.flatMap(({ body }) => (takesCodes(body) ? [body.person] : []));
    },
    present: async (who, code, lastsMs) =>
      key
        ? inOne(database, (client) => take(client, database, { who, code, lastsMs, key }))
        : KEYLESS,
    async enrol(person, by) {
      if (!key) return null;
      const secret = new Secret({ size: SECRET_BYTES });
      await inOne(database, async (client) => {
        const now = await nowOf(client, database);
        const body: Factor = { person, enrolledAt: now, lastStep: null, wrong: null, given: null };
        const sealed = sealWith(key, person, secret.base32);
        await client.query(ENROL, [person, sealed, JSON.stringify(body)]);
        await note(client, entryOf(person, { what: 'second-factor-enrolled', by, at: now }));
      });
      return totpOf(secret, person).toString();
    },
    revoke: (person, by) =>
      inOne(database, async (client) => {
        const { rowCount } = await client.query(REVOKE, [person]);
        if (rowCount !== 1) return false;
        const at = await nowOf(client, database);
        await note(client, entryOf(person, { what: 'second-factor-revoked', by, at }));
        return true;
      }),
  };
}

interface Taking {
  readonly who: Claimant;
  readonly code: string;
  readonly lastsMs: number;
  readonly key: Buffer;
}

/** The row stays locked while the code is looked at: of two that come at once with one code, one is first. */
async function take(
  client: PoolClient,
  { clock }: Database,
  { who, code, lastsMs, key }: Taking,
): Promise<Refusal | { readonly until: Instant }> {
  const { person, account } = who;
  const { rows } = await client.query<Held>(HOLD, [person, nowParameter(clock)]);
  const [row] = rows;
  if (!row) return notEnrolled(person);
  const secret = openWith(key, person, row.sealed);
  if (secret === null) return otherKey(person);
  const now = instant(Number(row.now));
  const step = stepOf(totpOf(Secret.fromBase32(secret), person), code, now);
  const { factor, refusal, what } = present(row.body, { step, account }, lastsMs, now);
  if (factor !== row.body) await client.query(UPDATE, [person, JSON.stringify(factor)]);
  if (what) await note(client, entryOf(person, { what, by: person, at: now }, { account }));
  return refusal ?? { until: factor.given?.until ?? now };
}

function totpOf(secret: Secret, person: string): TOTP {
  return new TOTP({ issuer: 'Fairway', label: person, secret, digits: 6, period: PERIOD_S });
}

/** The counter this is the code of (RFC 6238); null when it is none of those that count now. */
function stepOf(totp: TOTP, token: string, now: Instant): number | null {
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totp.validate({ token, timestamp: now, window: WINDOW });
  return delta === null ? null : totp.counter({ timestamp: now }) + delta;
}

const KEYLESS = refuse('factor-keyless', 'This Fairway cannot look at codes.', {
  why: 'It has no key for the secrets of second factors.',
  fix: 'Its operator sets FAIRWAY_SECOND_FACTOR_KEY and starts it again.',
});

function notEnrolled(person: string): Refusal {
  return refuse('not-enrolled', 'You have no second factor yet.', {
    fix: `An administrator enrols you: fairway enrol ${person}`,
  });
}

function otherKey(person: string): Refusal {
  return refuse('other-key', 'Your second factor was enrolled under another key.', {
    fix: `An administrator enrols you anew: fairway enrol ${person}`,
  });
}
