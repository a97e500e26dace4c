import { afterAll, describe, expect, test } from 'vitest';
import type { Verb } from '../../src/commands/command.ts';
import type { Reading } from '../../src/commands/grammar/parse.ts';
import { verbs } from '../../src/commands/verbs.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { LOCK_RULES } from '../../src/domain/governance/lock-rules.ts';
import { exampleFolder } from './folder.ts';
import { useStory } from './harness.ts';
import { weeklyTrain } from './weekly-train.ts';

/** What holds, whom it was made by, and what somebody may loosen it with: the verb with its word or switch. */
interface Row {
  readonly verb: string;
  readonly made: readonly (readonly [who: string, line: string])[];
  readonly line: string;
  /** Whose second word it would be, with what they hear; left out where whoever made it lets it go alone. */
  readonly own?: readonly [who: string, said: RegExp];
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
    verb: 'settle pass-on',
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
  {
    verb: 'train release',
    made: [['dana', '/release train hold weekly because "the bank is down"']],
    line: '/release train release weekly',
    later: /was not yours to let go when dana held it.*Ask dana or .*chen/s,
    may: ['chen', /You let weekly go/],
  },
  {
    verb: 'approve',
    made: [['bo', '/release approve C-2']],
    line: '/release approve C-2',
    own: ['bo', /You have approved C-2 already/],
    later: /You can't decide about C-2.*By the rules in force it is for.*Ask one of them: .*chen/s,
    may: ['chen', /You approved C-2/],
  },
];

/** What loosens and needs no row: the request, or the proposal, keeps whom it asks; or nothing was made. */
const ELSEWHERE = {
  'approve --when-green': 'a request keeps whom it asks: test/domain/rights-at-the-time.test.ts',
  'vote yes': 'test/domain/rights-at-the-time.test.ts',
  'break-glass --approve': 'test/domain/break-glass.test.ts',
  takeover: 'it asks, and its holder may object: test/stories/locks.test.ts',
  adopt: 'nobody made what it answers: test/stories/else-serves.test.ts',
};

/** What opens a gate, or goes past one, and takes no second factor: why one word is enough, or where it is not. */
const ONE_WORD = {
  'incident resolve': 'whoever steers what it touches says that it is over; the ledger has who',
  quarantine: 'with a reason, an owner and 30 days at most: test/stories/flaky.test.ts',
  'train go': 'the word it waits for, never past a hold; gates are asked at the departure: ADR 64',
  resume:
    'goes on with what was approved; gates are asked again before more people meet it: ADR 64',
  skip: 'with a reason, and never who asked for what others approved: test/domain/skip.test.ts',
};

/** What opens nothing, verb by verb: it asks for something, closes, stops, takes back, or writes down. */
const OPENS_NOTHING = [
  'abort',
  'action',
  'ask',
  'blackout add',
  'blackout list',
  ...['', ' --refuse', ' --withdraw'].map((how) => `break-glass${how}`),
  ...['', ' --dry-run', ' --edit', ' --queue', ' --replace', ' --wait', ' --break-glass'].map(
    (how) => `deploy${how}`,
  ),
  ...['worked', 'failed'].map((outcome) => `drill ${outcome}`),
  'explain-change',
  'extend',
  'followup',
  ...['list', 'open', 'show', 'take', 'link'].map((what) => `incident ${what}`),
  'line list',
  'lock',
  ...['built', 'scanned'].map((what) => `mark ${what}`),
  ...['worked', 'failed'].map((outcome) => `mitigated ${outcome}`),
  'not-cause',
  'note',
  'object',
  'pause',
  'quarantine end',
  'reject',
  'review',
  ...['', ' --dry-run'].map((how) => `rollback${how}`),
  ...['', ' --yes'].map((how) => `schedule${how}`),
  'settle keep',
  'stop',
  ...['', ' list', ' join', ' ready', ' not-ready', ' leave', ' hold'].map(
    (what) => `train${what}`,
  ),
  'unschedule',
  ...['no', 'abstain'].map((vote) => `vote ${vote}`),
  'warm',
  'withdraw',
];

/** What a verb does by each of its words and switches, with the values it is run with then. */
function deedsOf({ name, args }: Verb): readonly Deed[] {
  const all = Object.entries(args);
  const words = all.flatMap(([arg, one]) =>
    one.form === 'positional' && typeof one.of !== 'string'
      ? one.of.map((word) => ({ said: `${name} ${word}`, values: { [arg]: word } }))
      : [],
  );
  const switches = all.flatMap(([arg, one]) =>
    one.form === 'switch' ? [{ said: `${name} --${arg}`, values: { [arg]: true } }] : [],
  );
  const bare = all.some(
    ([, one]) => one.form === 'positional' && one.required && typeof one.of !== 'string',
  );
  return [...(bare ? [] : [{ said: name, values: {} }]), ...words, ...switches];
}

/** What changes nothing that anybody decides on. */
const LOOKING = ['look', 'export'];

const LOOSENS = [...ROWS.map(({ verb }) => verb), ...Object.keys(ELSEWHERE)];

interface Deed {
  readonly said: string;
  readonly values: Reading['values'];
}

describe('whatever loosens is for those who could when it was made', () => {
  let joined = false;
  const folder = exampleFolder();
  const story = useStory({ folder: folder.path, rules: (catalog) => withEli(catalog, joined) });
  afterAll(folder.remove);
  const deeds = verbs
    .filter(({ needs }) => !LOOKING.includes(needs.join()))
    .flatMap((verb) => deedsOf(verb).map((one) => ({ ...one, verb })));

  test('whatever can be said has its row, its place elsewhere, its reason, or opens nothing', () => {
    const known = [...LOOSENS, ...Object.keys(ONE_WORD), ...OPENS_NOTHING];
    expect(deeds.map(({ said }) => said).toSorted()).toEqual(known.toSorted());
  });

  test('a second factor is asked for whatever loosens, and for nothing else', () => {
    const asks = deeds.flatMap(({ said, verb, values }) =>
      verb.stepUp?.(values, null, '') ? [said] : [],
    );
    // What a vote takes is known with what it is about.
    const others = LOOSENS.filter((one) => one !== 'vote yes');
    expect(asks.toSorted()).toEqual(others.toSorted());
  });

  test('what holds is made, then eli joins every group there is', async () => {
    folder.replace('fairway.yaml', '    quorum: 2\n', '');
    await story.looks();
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
      const own = row.own ? [row.own] : [];
      for (const [who, said] of [...own, ['eli', row.later], row.may] as const) {
        await story.types(who, row.line);
        expect([who, story.told(who).text]).toEqual([who, expect.stringMatching(said)]);
      }
    },
  );

  test('the settings are looser by the second of those whom they were for', async () => {
    const { approvals } = await story.startsAnew();
    expect(approvals.find(({ name }) => name === 'card data, two people')?.quorum).toBe(1);
  });

  test('for what is made since then eli counts like the others', async () => {
    await story.types('dana', '/release lock checkout in staging because "a look"');
    await story.types('eli', '/release unlock checkout in staging');
    expect(story.told('eli').text).toMatch(/checkout in staging is unlocked/);
    await story.types('ana', '/release blackout add shop in production for 1h because "INC-3"');
    await story.types('eli', '/release blackout end shop in production');
    expect(story.told('eli').text).toMatch(/shop in production is open again/);
    await story.types('dana', '/release train hold weekly because "again"');
    await story.types('eli', '/release train release weekly');
    expect(story.told('eli').text).toMatch(/You let weekly go/);
  });
});

function withEli(catalog: Catalog, joined: boolean): Catalog {
  const groups = [...catalog.groups, { name: 'arbiters', members: ['bo'], mention: null }];
  return {
    ...catalog,
    groups: joined ? groups.map((g) => ({ ...g, members: [...g.members, 'eli'] })) : groups,
    locks: { ...LOCK_RULES, arbiters: ['arbiters'] },
    trains: [weeklyTrain()],
  };
}
