import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidate, Symptom } from '../../src/domain/correlation/candidate.ts';
import { confidenceOf, hitRate } from '../../src/domain/correlation/confidence.ts';
import { rank } from '../../src/domain/correlation/suspects.ts';
import { type Node, type Relation, relationsOf } from '../../src/domain/correlation/topology.ts';
import { instant } from '../../src/domain/kernel/time.ts';

const MINUTE = 60_000;
const KINDS = [
  ...(['deploy', 'rollback', 'out-of-band', 'configuration'] as const),
  ...(['flag', 'migration', 'settings', 'infrastructure'] as const),
];
const beganAt = instant(Date.UTC(2026, 10, 18, 14, 12));
const trouble = { beganAt, symptom: null };

function candidate(subject: string, more: Partial<Candidate> = {}): Candidate {
  return {
    subject,
    kind: 'deploy',
    service: 'shop',
    environment: 'production',
    version: '1.1.0',
    by: 'ana',
    reached: reached(6, 25),
    goneAt: null,
    relations: [{ kind: 'same' }],
    judged: null,
    record: { tried: 20, failed: 1 },
    learned: { cause: 0, notCause: 0 },
    ...more,
  };
}

function reached(minutesBefore: number, percent: number): Candidate['reached'] {
  return [{ at: instant(beganAt - minutesBefore * MINUTE), percent }];
}

const relations = fc.oneof(
  fc.constant<Relation>({ kind: 'same' }),
  fc.constant<Relation>({ kind: 'none' }),
  fc.constant<Relation>({ kind: 'shares' }),
  fc.constant<Relation>({ kind: 'unsaid' }),
  fc.integer({ min: 1, max: 4 }).map((hops): Relation => ({ kind: 'needed', hops })),
  fc.integer({ min: 1, max: 2 }).map((hops): Relation => ({ kind: 'needs', hops })),
);
const counts = fc
  .tuple(fc.nat(20), fc.nat(20))
  .map(([a, b]) => ({ tried: Math.max(a, b), failed: Math.min(a, b) }));
const candidates = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      minutes: fc.integer({ min: -5, max: 3_000 }),
      percent: fc.integer({ min: 0, max: 100 }),
      relations: fc.array(relations, { maxLength: 3 }),
      judged: fc.option(
        fc.record({
          evidence: fc.integer({ min: 1, max: 10_000 }),
          asGood: fc.boolean(),
          worse: fc.constantFrom<Symptom | null>('errors', 'slow', null),
        }),
      ),
      record: counts,
      learned: fc.record({ cause: fc.nat(9), notCause: fc.nat(9) }),
    } as const),
    { maxLength: 30 },
  )
  .map((all) =>
    all.map(({ minutes, percent, ...one }, i) =>
      candidate(`D-${i + 1}`, { ...one, reached: reached(minutes, percent) }),
    ),
  );

/** How likely the second of the two is beside a rival that stays as it is. */
function beside(one: Partial<Candidate>, symptom: Symptom | null = null): number {
  const rival = candidate('D-1', { relations: [{ kind: 'needed', hops: 1 }] });
  const { suspects } = rank([rival, candidate('D-2', one)], { beganAt, symptom });
  return suspects.find(({ subject }) => subject === 'D-2')?.likelihood ?? 0;
}

describe('7.2 which deployment did it: a ranking', () => {
  test('all of it and "none of these" add up to one, the likeliest first', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const { suspects, nobody } = rank(all, trouble);
        const sum = suspects.reduce((total, { likelihood }) => total + likelihood, nobody);
        expect(sum).toBeCloseTo(1, 9);
        expect(nobody).toBeGreaterThan(0);
        const likelihoods = suspects.map(({ likelihood }) => likelihood);
        expect(likelihoods).toEqual(likelihoods.toSorted((a, b) => b - a));
      }),
    );
  });

  test('the order in which they are given changes nothing, nor does asking twice', () => {
    fc.assert(
      fc.property(candidates, fc.array(fc.nat()), (all, keys) => {
        const shuffled = all
          .map((one, i) => [keys[i] ?? 0, one] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, one]) => one);
        const subjects = (of: readonly Candidate[]) =>
          rank(of, trouble).suspects.map(({ subject }) => subject);
        expect(subjects(shuffled)).toEqual(subjects(all));
        expect(rank(all, trouble)).toEqual(rank(all, trouble));
      }),
    );
  });

  const steps: readonly (readonly [string, readonly Partial<Candidate>[]])[] = [
    ['longer ago', [1, 5, 30, 240, 2_000].map((minutes) => ({ reached: reached(minutes, 25) }))],
    ['met by fewer', [100, 50, 25, 5, 1].map((percent) => ({ reached: reached(6, percent) }))],
    [
      'further up the stream',
      [
        { relations: [{ kind: 'same' }] },
        ...[1, 2, 3, 4].map((hops) => ({ relations: [{ kind: 'needed', hops } as const] })),
      ],
    ],
    [
      'against the stream, beside it, nowhere near',
      [
        { relations: [{ kind: 'needed', hops: 1 }] },
        { relations: [{ kind: 'needs', hops: 1 }] },
        { relations: [{ kind: 'shares' }] },
        { relations: [{ kind: 'none' }] },
      ],
    ],
    [
      'less evidence by the judge',
      [
        ...[80, 20, 2].map((evidence) => ({ judged: { evidence, asGood: false, worse: null } })),
        { judged: { evidence: 1, asGood: true, worse: null } },
      ],
    ],
    ['fewer failures before', [8, 4, 1, 0].map((failed) => ({ record: { tried: 20, failed } }))],
    [
      'found less often to be the cause',
      [
        { learned: { cause: 2, notCause: 0 } },
        {},
        { learned: { cause: 0, notCause: 1 } },
        { learned: { cause: 0, notCause: 4 } },
      ],
    ],
    [
      'gone the longer',
      [null, 1, 10, 60].map((m) => ({
        reached: reached(90, 100),
        goneAt: m === null ? null : instant(beganAt - m * MINUTE),
      })),
    ],
  ];
  test.each(steps)('the less likely, %s', (_name, all) => {
    const likely = all.map((one) => beside(one));
    for (const [i, one] of likely.entries()) {
      if (i > 0) expect(one).toBeLessThan(likely[i - 1] ?? 0);
    }
  });

  test('what came after the trouble, and what nobody met, is no suspect', () => {
    expect(beside({ reached: reached(-2, 100) })).toBe(0);
    expect(beside({ reached: [] })).toBe(0);
    expect(beside({ reached: reached(5, 0) })).toBe(0);
    // Clocks differ by seconds.
    expect(beside({ reached: reached(-0.5, 100) })).toBeGreaterThan(0);
  });

  test('what explains all that is hurt comes before what explains a part of it', () => {
    const both = candidate('D-1', {
      service: 'auth',
      relations: [
        { kind: 'needed', hops: 1 },
        { kind: 'needed', hops: 1 },
      ],
    });
    const half = candidate('D-2', { relations: [{ kind: 'same' }, { kind: 'none' }] });
    expect(rank([half, both], trouble).suspects[0]?.subject).toBe('D-1');
  });

  test('errors for errors say more than slowness for errors', () => {
    const judged = (worse: Symptom) => ({ judged: { evidence: 10, asGood: false, worse } });
    expect(beside(judged('errors'), 'errors')).toBeGreaterThan(beside(judged('slow'), 'errors'));
    expect(beside(judged('errors'), null)).toBe(beside(judged('slow'), null));
  });

  test('of several steps the one counts that says most', () => {
    const grown = [...reached(60, 5), ...reached(4, 100)];
    const { suspects } = rank([candidate('D-1', { reached: grown })], trouble);
    expect(suspects[0]?.moment?.percent).toBe(100);
    const early = [...reached(60, 50), ...reached(-20, 100)];
    const [one] = rank([candidate('D-1', { reached: early })], trouble).suspects;
    expect(one?.moment?.percent).toBe(50);
  });

  test('a change of the very service just before is said with confidence, a far one is not, nothing is nobody', () => {
    const sure = rank([candidate('D-1', { reached: reached(4, 100) })], trouble);
    expect(confidenceOf(sure)).toBe('high');
    const far = candidate('D-1', { relations: [{ kind: 'needed', hops: 2 }] });
    expect(confidenceOf(rank([far], trouble))).toBe('medium');
    expect(confidenceOf(rank([candidate('D-1', { relations: [{ kind: 'none' }] })], trouble))).toBe(
      'low',
    );
    expect(confidenceOf(rank([], trouble))).toBeNull();
    expect(rank([], trouble).nobody).toBe(1);
  });

  test('the hit rate is that of the word that was said', () => {
    const said = [
      { confidence: 'high', first: true, amongThree: true },
      { confidence: 'high', first: false, amongThree: true },
      { confidence: 'low', first: false, amongThree: false },
    ] as const;
    expect(hitRate(said, 'high')).toEqual({ of: 2, first: 1, amongThree: 2 });
    expect(hitRate(said, 'medium')).toEqual({ of: 0, first: 0, amongThree: 0 });
  });
});

describe('topology: how one service stands to another', () => {
  const graph: readonly Node[] = [
    { name: 'web', dependsOn: ['shop', 'auth'] },
    { name: 'shop', dependsOn: ['pay', 'auth'] },
    { name: 'pay', dependsOn: ['bank', 'shop'] },
    { name: 'bank' },
    { name: 'auth', dependsOn: ['db'] },
    { name: 'mail', dependsOn: ['auth'] },
    { name: 'alone' },
  ];
  test.each([
    ['shop', { kind: 'same' }],
    ['auth', { kind: 'needed', hops: 1 }],
    ['bank', { kind: 'needed', hops: 2 }],
    ['db', { kind: 'needed', hops: 2 }],
    // They need each other: trouble travels from what is needed.
    ['pay', { kind: 'needed', hops: 1 }],
    ['web', { kind: 'needs', hops: 1 }],
    ['mail', { kind: 'shares' }],
    ['alone', undefined],
  ] as const)('seen from shop, %s', (name, expected) => {
    expect(relationsOf(graph, 'shop').get(name)).toEqual(expected);
  });

  test('what is further than anybody could follow has no relation', () => {
    const chain = Array.from({ length: 8 }, (_, i) => ({
      name: `s${i}`,
      dependsOn: [`s${i + 1}`],
    }));
    const found = relationsOf(chain, 's3');
    expect(found.get('s7')).toEqual({ kind: 'needed', hops: 4 });
    expect(found.has('s8')).toBe(false);
    expect(found.get('s1')).toEqual({ kind: 'needs', hops: 2 });
    expect(found.has('s0')).toBe(false);
  });
});
