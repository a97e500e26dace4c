import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Digest } from '../../../src/domain/artifact/artifact.ts';
import { type RuleSet, ruleSetOf } from '../../../src/domain/flag/rule-set.ts';
import type { FlagCopy } from '../../../src/ports/flags.ts';
import { compileStanding } from '../../../src/providers/flags/compile-standing.ts';
import { basket } from './flag-world.ts';

const digestOf = (version: string): Digest =>
  `sha256:${Buffer.from(version).toString('hex').padEnd(64, '0')}`;

function keptOf(version: string) {
  const rules = ruleSetOf('new-basket', basket, version);
  if (!rules) throw new Error(`there is no ${version}`);
  return { version, digest: digestOf(version), rules };
}

/** The flag with these shares, the last that was started first. */
function standing(shares: readonly (readonly [string, number])[], flag = 'new-basket'): FlagCopy {
  const kept = shares.map(([version]) => keptOf(version));
  const live = shares.map(([version, percent]) => ({ digest: digestOf(version), percent }));
  return { flag, revision: 1, standing: { kept, live } };
}

function versionFor(copy: FlagCopy, targetingKey: string): string | null {
  const told = compileStanding(copy)({ targetingKey });
  return told.kind === 'value' ? (told.from?.version ?? null) : null;
}

const key = fc.string({ minLength: 1, maxLength: 40 });
const percent = fc.integer({ min: 0, max: 100 });

describe('5.3 a share is a share of people', () => {
  test('whoever had the new state keeps it as its share grows, whatever it grows from and to', () => {
    const property = fc.property(key, percent, percent, (who, one, other) => {
      const [small, large] = [Math.min(one, other), Math.max(one, other)];
      const ramp = (p: number) =>
        standing([
          ['on', p],
          ['off', 100 - p],
        ]);
      const had = versionFor(ramp(small), who) === 'on';
      expect(!had || versionFor(ramp(large), who) === 'on').toBe(true);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('it is the same in every process: shares come from the name of the flag and the key alone', () => {
    const ramp = standing([
      ['on', 30],
      ['off', 70],
    ]);
    const told = ['ana', 'bo', 'chen', 'dana', 'eli'].map((who) => versionFor(ramp, who));
    expect(told).toEqual(['on', 'on', 'off', 'off', 'on']);
  });

  test.each([1, 5, 25, 50, 90])('%d percent are given to about as many', (asked) => {
    const evaluate = compileStanding(
      standing([
        ['on', asked],
        ['off', 100 - asked],
      ]),
    );
    const people = Array.from({ length: 20_000 }, (_, i) => `person-${i}`);
    const on = people.filter((targetingKey) => {
      const told = evaluate({ targetingKey });
      return told.kind === 'value' && told.variant === 'on';
    });
    // Four standard deviations of a fair draw.
    const most = 4 * Math.sqrt((asked / 100) * (1 - asked / 100) * people.length);
    expect(Math.abs(on.length - (asked / 100) * people.length)).toBeLessThan(most);
  });

  test('on the way back the one before is given to whoever had the new one, and nobody else is moved', () => {
    const property = fc.property(key, percent, (who, p) => {
      const before = versionFor(
        standing([
          ['on', p],
          ['off', 100 - p],
        ]),
        who,
      );
      const after = versionFor(
        standing([
          ['on', 0],
          ['off', 100],
        ]),
        who,
      );
      expect([before === 'on' || before === 'off', after]).toEqual([true, 'off']);
    });
    fc.assert(property, { numRuns: 100 });
  });

  test('without a state before it, whoever is in no share is given nothing', () => {
    const first = compileStanding(standing([['on', 10]]));
    const told = ['ana', 'bo', 'chen', 'dana'].map((targetingKey) => first({ targetingKey }).kind);
    expect(told).toContain('error');
    expect(first({})).toMatchObject({ kind: 'error', code: 'TARGETING_KEY_MISSING' });
    expect(compileStanding(standing([['on', 0]]))({})).toMatchObject({ code: 'FLAG_NOT_FOUND' });
  });

  test('where all get the same, nobody need say who they are; rules see all of the context', () => {
    const all = compileStanding(
      standing([
        ['off', 0],
        ['on-for-beta', 100],
      ]),
    );
    expect(all({})).toMatchObject({ kind: 'value', value: false, reason: 'DEFAULT' });
    expect(all({ plan: 'beta' })).toMatchObject({ value: true, reason: 'TARGETING_MATCH' });
    expect(all({ plan: 'none', toString: 1, $flagd: 1 })).toMatchObject({ value: false });
    // What cannot be compared is a fault of who asks, and their program has its own default.
    expect(all({ plan: { $ne: 1 } })).toMatchObject({ kind: 'error', code: 'GENERAL' });
  });

  test('in a ramp it is said that a draw decided, unless a rule did', () => {
    const ramp = compileStanding(
      standing([
        ['on-for-beta', 100 - 1],
        ['off', 1],
      ]),
    );
    const people = Array.from({ length: 50 }, (_, i) => ({ targetingKey: `p-${i}`, plan: 'beta' }));
    const reasons = new Set(
      people.map((who) => {
        const told = ramp(who);
        return told.kind === 'value' ? `${told.from?.version} ${told.reason}` : told.code;
      }),
    );
    expect(reasons).toContain('on-for-beta TARGETING_MATCH');
    expect(ramp({ targetingKey: 'p-0' })).toMatchObject({ reason: 'SPLIT' });
  });

  test('one that can no longer be evaluated says so', () => {
    const copy = standing([['torn', 100]]);
    expect(compileStanding(copy)({})).toMatchObject({ kind: 'error', code: 'PARSE_ERROR' });
  });
});

test('5.3 a share of a rule itself is of the same people whatever else is live', () => {
  const halves: RuleSet = {
    flag: 'new-basket',
    version: 'halves',
    variants: basket.variants,
    serve: 'off',
    targeting: {
      fractional: [
        ['on', 50],
        ['off', 50],
      ],
    },
  };
  const kept = [{ version: 'halves', digest: digestOf('halves'), rules: halves }, keptOf('off')];
  const alone = { kept, live: [{ digest: digestOf('halves'), percent: 100 }] };
  const beside = {
    kept,
    live: [
      { digest: digestOf('halves'), percent: 99 },
      { digest: digestOf('off'), percent: 1 },
    ],
  };
  const told = [alone, beside].map((standing) => {
    const evaluate = compileStanding({ flag: 'new-basket', revision: 1, standing });
    return Array.from({ length: 40 }, (_, i) => evaluate({ targetingKey: `p-${i}` }));
  });
  const variants = told.map((all) => all.map((one) => one.kind === 'value' && one.variant));
  const same = variants[0]?.filter((variant, i) => variant === variants[1]?.[i]);
  expect(same?.length).toBeGreaterThanOrEqual(39);
});
