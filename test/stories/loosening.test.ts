import { describe, expect, test } from 'vitest';
import { verbs } from '../../src/commands/verbs.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { LOCK_RULES } from '../../src/domain/governance/lock-rules.ts';
import { useStory } from './harness.ts';

/** What holds, whom it was made by, and what somebody may loosen it with. */
interface Row {
  readonly verb: string;
  readonly made: readonly (readonly [who: string, line: string])[];
  readonly line: string;
  /** Whose second word it would be, with what they hear. */
  readonly own: readonly [who: string, said: RegExp];
  readonly later: RegExp;
  readonly may: readonly [who: string, said: RegExp];
}

const ROWS: readonly Row[] = [
  {
    verb: 'blackout end',
    made: [['ana', '/release blackout add search in production for 5h because "INC-1"']],
    line: '/release blackout end search in production',
    own: ['ana', /You made it, so somebody else has to end it/],
    later: /could not approve there when it was made/,
    may: ['bo', /search in production is open again/],
  },
  {
    verb: 'line open',
    made: [['dana', '/release stop shop because "INC-2"']],
    line: '/release line open shop because "over"',
    own: ['dana', /You stopped it, so somebody else has to open it/],
    later: /did not count there when it was stopped/,
    may: ['chen', /The line of shop runs again/],
  },
  {
    verb: 'unlock',
    made: [
      ['dana', '/release lock shop in staging because "a look"'],
      ['ana', '/release takeover shop in staging because "mine now"'],
      ['dana', '/release object shop in staging because "half done"'],
    ],
    line: '/release unlock shop in staging',
    own: ['ana', /dana locked shop in staging; it is not yours to take off/],
    later: /was not yours to keep when dana locked it.*Ask dana or chen, or take it over/s,
    may: ['chen', /ana, who was taking it over, has shop in staging locked/],
  },
  {
    verb: 'settle … pass-on',
    made: [
      ['dana', '/release lock search in staging because "a look"'],
      ['ana', '/release takeover search in staging because "mine now"'],
      ['dana', '/release object search in staging because "half done"'],
    ],
    line: '/release settle search pass-on in staging because "customers wait"',
    own: ['ana', /You can't settle who has a lock/],
    later: /not yours to decide.*The arbiters of when it was locked.*Ask one of them: bo/s,
    may: ['bo', /ana has search in staging locked/],
  },
];

/** What takes a second factor and needs no row: the request, or the proposal, keeps whom it asks; or nothing was made. */
const ELSEWHERE = {
  approve: 'test/domain/rights-at-the-time.test.ts, test/stories/rules-as-code.test.ts',
  vote: 'test/domain/rights-at-the-time.test.ts',
  'break-glass': 'test/domain/break-glass.test.ts',
  takeover: 'it asks, and its holder may object: test/stories/locks.test.ts',
  adopt: 'nobody made what it answers: test/stories/else-serves.test.ts',
};

/** What opens a gate, or goes past one, and takes no second factor: why one word is enough, or where it is not. */
const ONE_WORD = {
  'incident resolve': 'whoever steers what it touches says that it is over; the ledger has who',
  quarantine: 'with a reason, an owner and 30 days at most: test/stories/flaky.test.ts',
  'train release':
    'its holder, a driver, or who may steer all of it; gates are asked at the departure',
  skip: 'with a reason, and never who asked for what others approved: test/domain/skip.test.ts',
};

describe('whatever loosens is for those who could when it was made', () => {
  let joined = false;
  const story = useStory({ rules: (catalog) => withEli(catalog, joined) });

  test('every verb that loosens has its row, or its place elsewhere', () => {
    const found = verbs.filter((v) => v.stepUp).map((v) => v.name);
    const rows = ROWS.map(({ line }) => line.split(' ')[1] ?? '');
    expect([...rows, ...Object.keys(ELSEWHERE)].toSorted()).toEqual(found.toSorted());
  });

  test('what opens with one word and no second factor is there, and says why', () => {
    for (const line of Object.keys(ONE_WORD)) {
      const verb = verbs.find(({ name }) => name === line.split(' ')[0]);
      expect([line, verb?.needs.includes('look'), verb?.stepUp]).toEqual([line, false, undefined]);
    }
  });

  test('what holds is made, then eli joins every group there is', async () => {
    for (const [who, line] of ROWS.flatMap(({ made }) => made)) await story.types(who, line);
    expect(await story.fairway.records.blackouts('production')).toHaveLength(1);
    expect(await story.fairway.records.breakers()).toMatchObject([{ state: { kind: 'open' } }]);
    const locks = await story.fairway.records.locks();
    expect(locks.map(({ held }) => held?.claim?.objection?.by)).toEqual(['dana', 'dana']);
    joined = true;
  });

  test.each(ROWS)(
    '$verb: not by whose own word it would be, not by who came later',
    async (row) => {
      for (const [who, said] of [row.own, ['eli', row.later], row.may] as const) {
        await story.types(who, row.line);
        expect([who, story.told(who).text]).toEqual([who, expect.stringMatching(said)]);
      }
    },
  );

  test('for what is made since then eli counts like the others', async () => {
    await story.types('dana', '/release lock checkout in staging because "a look"');
    await story.types('eli', '/release unlock checkout in staging');
    expect(story.told('eli').text).toMatch(/checkout in staging is unlocked/);
    await story.types('ana', '/release blackout add shop in production for 1h because "INC-3"');
    await story.types('eli', '/release blackout end shop in production');
    expect(story.told('eli').text).toMatch(/shop in production is open again/);
  });
});

function withEli(catalog: Catalog, joined: boolean): Catalog {
  const groups = [...catalog.groups, { name: 'arbiters', members: ['bo'], mention: null }];
  return {
    ...catalog,
    groups: joined ? groups.map((g) => ({ ...g, members: [...g.members, 'eli'] })) : groups,
    locks: { ...LOCK_RULES, arbiters: ['arbiters'] },
  };
}
