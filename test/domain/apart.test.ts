import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { apart } from '../../src/domain/rulebook/apart.ts';
import { HALF_HOURS } from '../../src/domain/rulebook/hours.ts';
import { asks, catalogOf, group, person } from './rules.ts';

const day = ['09:00', '17:00'] as const;
const late = ['13:00', '21:00'] as const;
const night = ['17:00', '09:00'] as const;

const security = (who: readonly string[], dev: readonly string[]): Catalog => {
  const hours = { ana: day, bo: night, chen: late, dev: undefined };
  return catalogOf({
    people: Object.entries(hours).map(([id, at]) => person(id, at)),
    groups: [group('sre', 'ana', 'bo'), group('security', ...who), group('devs', ...dev)],
    environments: catalogOf().environments.map((one) => ({ ...one, deployers: ['devs'] })),
    approvals: [
      asks({ name: 'operations', distinct: true }),
      asks({ name: 'security', groups: ['security'], distinct: true }),
    ],
  });
};

test('3.4 rules that share nobody: an hour at which one person would have to count for two', () => {
  expect(apart(security(['ana', 'bo', 'chen'], ['dev']))).toEqual([
    {
      about: 'approval rule operations',
      what: 'for 112 hours of the week, too few different people are at work for "operations" and "security" together',
      example:
        'shop to production asked for on Mon 00:00 UTC needs 1 of ana, bo for "operations" and others, 1 of ana, bo, chen for "security", and of them all only bo is at work then; enough are from Mon 13:00 UTC on',
    },
  ]);
});

test('with one of them who asks, it is said for whom', () => {
  const found = apart(security(['ana', 'bo', 'chen', 'dev'], ['chen']));
  expect(found).toEqual([]);
  const asked = apart(security(['ana', 'bo', 'chen', 'dev'], ['dev']));
  expect(asked.map(({ what }) => what)).toEqual([
    'asked for by dev (112 hours of the week), too few different people are at work for "operations" and "security" together',
  ]);
});

test.each<[string, (catalog: Catalog) => Catalog]>([
  [
    'one that is not distinct shares with the others',
    (one) => ({ ...one, approvals: one.approvals.map((rule) => ({ ...rule, distinct: false })) }),
  ],
  [
    'what no hour could do is a fault of the configuration',
    (one) => ({
      ...one,
      groups: [group('sre', 'bo'), group('security', 'bo'), ...one.groups.slice(2)],
    }),
  ],
  [
    'an hour at which one rule has nobody is another proof’s',
    (one) => ({
      ...one,
      groups: [group('sre', 'ana'), group('security', 'bo'), ...one.groups.slice(2)],
    }),
  ],
])('%s', (_, change) => {
  expect(apart(change(security(['ana', 'bo', 'chen'], ['dev'])))).toEqual([]);
});

const HOURS = [undefined, day, late, night] as const;
const IDS = ['p0', 'p1', 'p2', 'p3', 'p4'];
const some = fc.subarray(IDS, { minLength: 1 });
const org = fc.record({
  hours: fc.array(fc.constantFrom(...HOURS), { minLength: IDS.length, maxLength: IDS.length }),
  rules: fc.array(fc.record({ people: some, quorum: fc.integer({ min: 1, max: 2 }) }), {
    minLength: 2,
    maxLength: 3,
  }),
});
type Org = typeof org extends fc.Arbitrary<infer T> ? T : never;

const worksAt = (hours: (typeof HOURS)[number], minute: number): boolean => {
  if (!hours) return true;
  const [from = 0, until = 0] = hours.map((text) => Number(text.slice(0, 2)) * 60);
  return from < until ? from <= minute && minute < until : minute >= from || minute < until;
};

/** Whether somebody can be put on every seat, each on one, by trying all ways. */
function seats(rules: Org['rules'], people: readonly string[]): boolean {
  const all = rules.flatMap((rule) => Array.from({ length: rule.quorum }, () => rule.people));
  const sit = (i: number, left: readonly string[]): boolean =>
    i === all.length ||
    left.some(
      (id) =>
        all[i]?.includes(id) &&
        sit(
          i + 1,
          left.filter((one) => one !== id),
        ),
    );
  return sit(0, people);
}

/** Hours of the week for nobody (null) and for each who asks. */
function expected({ hours, rules }: Org): readonly (readonly [string | null, number])[] {
  const involved = IDS.filter((id) => rules.some(({ people }) => people.includes(id)));
  const each = (people: readonly string[]) => rules.every((rule) => seats([rule], people));
  return [null, ...involved].flatMap((asker): [string | null, number][] => {
    const less = (people: readonly string[]) => people.filter((id) => id !== asker);
    if (!seats(rules, involved) || !seats(rules, less(involved))) return [];
    const empty = Array.from({ length: 48 }, (_, i) => i * 30).filter((minute) => {
      const there = involved.filter((id) => worksAt(hours[IDS.indexOf(id)], minute));
      const left = less(there);
      const comes = asker === null || (there.includes(asker) && seats(rules, there));
      return comes && each(left) && !seats(rules, left);
    });
    return empty.length > 0 ? [[asker, (empty.length * 7) / 2]] : [];
  });
}

/** Each as a service of its own in one rule book. */
function bookOf(orgs: readonly Org[]): Catalog {
  const { services } = catalogOf();
  const [like] = services;
  const approvals = orgs.flatMap(({ rules }, i) =>
    rules.map(({ quorum }, n) =>
      asks({
        name: `r${i}.${n}`,
        services: [`s${i}`],
        groups: [`g${i}.${n}`],
        quorum,
        distinct: true,
      }),
    ),
  );
  return catalogOf({
    services: like ? orgs.map((_, i) => ({ ...like, name: `s${i}` })) : [],
    people: orgs.flatMap(({ hours }, i) => IDS.map((id, n) => person(`${id}x${i}`, hours[n]))),
    groups: orgs.flatMap(({ rules }, i) =>
      rules.map(({ people }, n) => group(`g${i}.${n}`, ...people.map((id) => `${id}x${i}`))),
    ),
    approvals,
  });
}

test('of random small organisations it finds what trying all ways finds, hour by hour', () => {
  expect(HALF_HOURS).toHaveLength(2);
  let shown = 0;
  fc.assert(
    fc.property(fc.array(org, { minLength: 40, maxLength: 40 }), (orgs) => {
      const found = apart(bookOf(orgs));
      orgs.forEach((one, i) => {
        const own = found.filter(({ about }) => about.startsWith(`approval rule r${i}.`));
        const said = own.flatMap(({ what }): [string | null, number][] => {
          const [, whole] = what.match(/^for ([\d.]+) hours/) ?? [];
          if (whole !== undefined) return [[null, Number(whole)]];
          const each = what.matchAll(/(p\d)x\d+ \(([\d.]+)/g);
          return [...each].map(([, who = '', hours]) => [who, Number(hours)]);
        });
        shown += said.length;
        const order = (all: readonly (readonly [string | null, number])[]) =>
          all.map(([who, n]) => `${who} ${n}`).toSorted();
        expect(order(said)).toEqual(order(expected(one)));
      });
    }),
    { numRuns: 2, seed: 20_261_128 },
  );
  expect(shown).toBeGreaterThan(20);
});
