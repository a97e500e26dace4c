import { randomBytes } from 'node:crypto';
import { URI } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { createFactors } from '../../src/store/journal/second-factor.ts';
import { openWith, sealWith } from '../../src/store/sealed.ts';
import { NOON } from '../domain/sample.ts';
import { fakeClock, useDatabase } from './fixture.ts';

const LASTS_MS = 600_000;
const ana = { person: 'ana', account: 'U0ANA' };

describe('second factors, kept', () => {
  const database = useDatabase();
  const clock = fakeClock(NOON);
  const secondFactorKey = randomBytes(32);
  const factors = (key: Buffer | null = secondFactorKey) =>
    createFactors({ pool: database.pool, clock, secondFactorKey: key });
  const enrol = async (person = 'ana') => {
    const address = await factors().enrol(person, 'operator');
    const totp = URI.parse(address ?? '');
    return { address, code: () => totp.generate({ timestamp: clock.now() }) };
  };
  const codeOf = async (who: typeof ana, code: string) => {
    const answer = await factors().present(who, code, LASTS_MS);
    return isRefusal(answer) ? answer.code : 'given';
  };

  test('the secret is in no table, and each enrolment is another', async () => {
    const one = await enrol();
    const two = await enrol();
    expect(one.address).not.toBe(two.address);
    const secret = new URL(two.address ?? '').searchParams.get('secret') ?? '?';
    const { rows } = await database.pool.query('SELECT * FROM second_factor');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(openWith(secondFactorKey, 'ana', rows[0].sealed)).toBe(secret);
    expect(await codeOf(ana, one.code())).toBe('wrong-code');
    expect(await codeOf(ana, two.code())).toBe('given');
  });

  test('a code counts one period early and one late, and no more', async () => {
    for (const [offMs, what] of [
      [-60_000, 'wrong-code'],
      [-30_000, 'given'],
      [0, 'given'],
      [30_000, 'given'],
      [60_000, 'wrong-code'],
    ] as const) {
      const { address } = await enrol();
      const code = URI.parse(address ?? '').generate({ timestamp: clock.now() + offMs });
      expect([offMs, await codeOf(ana, code)]).toEqual([offMs, what]);
    }
  });

  test('eight that come at once with one code: one is taken, the others only hear so', async () => {
    const { code } = await enrol('bo');
    const given = code();
    const accounts = ['U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'U7', 'U8'];
    const told = await Promise.all(
      accounts.map((account) => codeOf({ person: 'bo', account }, given)),
    );
    expect(told.toSorted()).toEqual(['given', ...Array(7).fill('spent-code')]);
  });

  test('it counts until its time is over, for one account; none without the key or under another', async () => {
    const { code } = await enrol();
    expect(await codeOf(ana, code())).toBe('given');
    const given = { account: 'U0ANA', at: NOON, until: plus(NOON, LASTS_MS) };
    expect(await factors().standing(ana)).toEqual({ kind: 'enrolled', given });
    const other = await factors().standing({ ...ana, account: 'U0OTHER' });
    expect(other).toEqual({ kind: 'enrolled', given: null });
    expect(await factors(null).standing(ana)).toEqual({ kind: 'keyless' });
    expect(await factors(null).present(ana, code(), LASTS_MS)).toMatchObject({
      code: 'factor-keyless',
    });
    const strange = await factors(randomBytes(32)).present(ana, code(), LASTS_MS);
    expect(strange).toMatchObject({ code: 'other-key' });
    clock.set(plus(NOON, LASTS_MS));
    expect(await factors().standing(ana)).toEqual({ kind: 'enrolled', given: null });
  });

  test('revoked, it is gone; all of it stands in the ledger', async () => {
    expect(await factors().revoke('bo', 'operator')).toBe(true);
    expect(await factors().revoke('bo', 'operator')).toBe(false);
    expect(await factors().standing({ person: 'bo', account: 'U1' })).toEqual({
      kind: 'unenrolled',
    });
    const { rows } = await database.pool.query(
      "SELECT body::jsonb ->> 'what' AS what FROM audit_entry WHERE subject = 'person:bo' ORDER BY n",
    );
    expect(rows.map(({ what }) => what)).toEqual([
      'second-factor-enrolled',
      'second-factor-given',
      'second-factor-revoked',
    ]);
  });

  test('who has one that takes codes is known; without a key nobody can be', async () => {
    await enrol('bo');
    expect(await factors().enrolled()).toEqual(['ana', 'bo']);
    expect(await factors(null).enrolled()).toBeNull();
    await database.pool.query(
      `UPDATE second_factor SET body = body || '{"wrong": {"count": 20, "at": 0}}' WHERE person = 'bo'`,
    );
    expect(await factors().enrolled()).toEqual(['ana']);
  });

  test('what is sealed opens for its owner alone, and not with a bit changed', () => {
    const sealed = sealWith(secondFactorKey, 'ana', 'SECRET');
    expect(openWith(secondFactorKey, 'ana', sealed)).toBe('SECRET');
    expect(openWith(secondFactorKey, 'bo', sealed)).toBeNull();
    const bytes = Buffer.from(sealed, 'base64');
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(openWith(secondFactorKey, 'ana', changed.toString('base64'))).toBeNull();
    }
  });
});
