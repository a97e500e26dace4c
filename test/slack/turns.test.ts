import { describe, expect, test } from 'vitest';
import { createTurns } from '../../src/slack/turns.ts';
import { createTwins } from '../../src/slack/twins.ts';

const rate = { burst: 3, perSecond: 1 };

describe('turns', () => {
  test('after their burst each act of one person stands a second behind the one before', () => {
    const turns = createTurns(rate, () => 100_000);
    const all = Array.from({ length: 6 }, () => turns.of('flooder', false) - 100_000);
    expect(all).toEqual([0, 0, 0, 1_000, 2_000, 3_000]);
    expect(turns.of('somebody else', false)).toBe(100_000);
  });

  test('a line grows shorter with time', () => {
    let now = 100_000;
    const turns = createTurns(rate, () => now);
    for (let n = 0; n < 6; n += 1) turns.of('ana', false);
    now += 6_000;
    expect(turns.of('ana', false)).toBe(now);
  });

  test('what is urgent comes first; a flood of it comes after the urgent of others', () => {
    const turns = createTurns(rate, () => 10_000_000);
    const flood = Array.from({ length: 2_000 }, () => turns.of('flooder', true));
    const other = turns.of('bo', true);
    expect(other).toBeLessThan(turns.of('bo', false));
    expect(flood.filter((turn) => turn <= other)).toHaveLength(3);
    expect(turns.of('flooder', false)).toBe(10_000_000);
    // And past its burst also after what others ask that is not urgent.
    expect(flood.slice(3).every((turn) => turn > turns.of('chen', false))).toBe(true);
  });
});

describe('twins', () => {
  test('the same a moment later stands for the first, and not after a second', async () => {
    let now = 0;
    const taken: string[] = [];
    const twins = createTwins(() => now);
    const ask = (key: string) =>
      twins.once(key, async () => {
        taken.push(key);
        return true;
      });
    expect(await Promise.all([ask('ana'), ask('ana'), ask('bo')])).toEqual([
      'fresh',
      'twin',
      'fresh',
    ]);
    now = 1_000;
    expect(await ask('ana')).toBe('fresh');
    expect(taken).toEqual(['ana', 'bo', 'ana']);
  });

  test('what could not be taken has no twins', async () => {
    const twins = createTwins(() => 0);
    const fails = async (): Promise<boolean> => {
      throw new Error('the database is away');
    };
    const both = await Promise.allSettled([twins.once('ana', fails), twins.once('ana', fails)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await twins.once('ana', async () => true)).toBe('fresh');
  });
});
