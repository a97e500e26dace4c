import { randomBytes } from 'node:crypto';
import { URI } from 'otpauth';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { enrol } from '../../src/cli/enrol.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { createFactors } from '../../src/store/journal/second-factor.ts';
import { useDatabase } from '../store/fixture.ts';

describe('fairway enrol', () => {
  const database = useDatabase();
  const secondFactorKey = randomBytes(32);
  const ran = async (...args: readonly string[]) => {
    const lines: string[] = [];
    return { code: await enrol(args, (line) => void lines.push(line)), lines };
  };
  beforeEach(() => {
    vi.stubEnv('DATABASE_URL', database.url);
    vi.stubEnv('FAIRWAY_SECOND_FACTOR_KEY', secondFactorKey.toString('base64'));
    vi.stubEnv('FAIRWAY_CONFIG', 'examples/acme');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('prints an address whose codes count, and takes it away', async () => {
    const { code, lines } = await ran('ana');
    expect([code, lines]).toEqual([
      0,
      [
        expect.stringMatching(/^For ana, shown this once/),
        expect.stringMatching(/^otpauth:\/\/totp/),
      ],
    ]);
    const factors = createFactors({ pool: database.pool, clock: 'database', secondFactorKey });
    const who = { person: 'ana', account: 'U0ANA00001' };
    const given = await factors.present(who, URI.parse(lines[1] ?? '').generate(), 60_000);
    expect(isRefusal(given)).toBe(false);
    expect(await ran('ana', '--revoke')).toEqual({
      code: 0,
      lines: ['ana has no second factor any more.'],
    });
    expect((await ran('ana', '--revoke')).lines).toEqual(['ana had none.']);
  });

  test('nobody is enrolled who is not among the people, or without the key', async () => {
    expect(await ran('anna')).toEqual({
      code: 1,
      lines: ['There is nobody "anna" under people of examples/acme.'],
    });
    for (const key of ['', 'short']) {
      vi.stubEnv('FAIRWAY_SECOND_FACTOR_KEY', key);
      const { code, lines } = await ran('ana');
      expect([code, lines.join()]).toEqual([
        1,
        expect.stringMatching(
          /^FAIRWAY_SECOND_FACTOR_KEY: (it is not set|the value does not look right)/,
        ),
      ]);
      expect(lines.join()).not.toContain('short');
    }
    vi.stubEnv('DATABASE_URL', '');
    expect((await ran('ana')).lines.join()).toMatch(/^DATABASE_URL: it is not set/);
    const { rows } = await database.pool.query('SELECT * FROM second_factor');
    expect(rows).toEqual([]);
  });

  test.each([[[]], [['ana', 'bo']], [['ana', '--now']]])('%j is not understood', async (args) => {
    expect(await ran(...args)).toEqual({
      code: 2,
      lines: ['usage: fairway enrol <person> [--revoke]'],
    });
  });
});
