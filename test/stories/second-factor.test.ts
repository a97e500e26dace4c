import { URI } from 'otpauth';
import { afterAll, describe, expect, test } from 'vitest';
import { verbs } from '../../src/commands/verbs.ts';
import { createFactors } from '../../src/store/journal/second-factor.ts';
import { exampleFolder } from './folder.ts';
import { FACTOR_KEY, useStory } from './harness.ts';
import { weeklyTrain } from './weekly-train.ts';

/** Every line that takes a second factor here; what comes before it is done by others. */
const LINES: Readonly<Record<string, string>> = {
  approve: '/release approve D-2',
  vote: '/release vote D-2 yes',
  'break-glass': '/release break-glass D-2 --approve',
  blackout: '/release blackout end search in production',
  unlock: '/release unlock checkout in staging',
  takeover: '/release takeover checkout in staging because "it cannot wait"',
  settle: '/release settle checkout pass-on in staging because "customers wait"',
  line: '/release line open shop',
  train: '/release train release weekly',
  adopt: '/release adopt shop in staging because "by hand"',
};

describe('8.1 a chat account alone does not loosen: a second factor', () => {
  const folder = exampleFolder();
  folder.replace(
    'fairway.yaml',
    'breakGlass:',
    'secondFactor:\n  approvals: [production]\n\nbreakGlass:',
  );
  const trains = [weeklyTrain()];
  const story = useStory({ folder: folder.path, rules: (catalog) => ({ ...catalog, trains }) });
  afterAll(folder.remove);

  const codes = new Map<string, () => string>();
  const factors = () =>
    createFactors({
      pool: story.database.pool,
      clock: { now: story.now },
      secondFactorKey: FACTOR_KEY,
    });
  async function enrols(person: string): Promise<void> {
    const totp = URI.parse((await factors().enrol(person, 'operator')) ?? '');
    codes.set(person, () => totp.generate({ timestamp: story.now() }));
  }
  const codeOf = (person: string): string => codes.get(person)?.() ?? '';
  const state = async () => {
    const rows = async (table: string) =>
      (await story.database.pool.query(`SELECT * FROM ${table}`)).rows;
    const decided = await rows(
      "(SELECT id, body -> 'approvals', body -> 'breakGlass' FROM deployment ORDER BY id) d",
    );
    return [
      decided,
      ...(await Promise.all(['audit_entry', 'lock', 'blackout', 'configuration'].map(rows))),
    ];
  };
  async function changesNothing(who: string, line: string): Promise<string> {
    const before = await state();
    await story.types(who, line);
    expect(await state()).toEqual(before);
    return story.told(who).text;
  }

  test('every verb that may ask for it is in the table', () => {
    const found = verbs.filter((v) => v.stepUp).map((v) => v.name);
    expect(found.toSorted()).toEqual(Object.keys(LINES).toSorted());
    const settle = verbs.find((v) => v.name === 'settle');
    const deeds = ['pass-on', 'keep'].map((verdict) => settle?.stepUp?.({ verdict }, null, 'bo'));
    expect(deeds).toEqual([{ kind: 'loosening' }, null]);
  });

  test('what nobody could approve for lack of one is not even asked, and names who can help', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    const told = await changesNothing('ana', '/deploy shop@1.1.0 to production');
    expect(told).toMatch(/Nobody could approve this: a yes in production takes a second factor/);
    expect(told).toMatch(/needs 1 of bo, chen, dana, and none of them has one/);
    expect(told).toMatch(/Whoever operates Fairway enrols .*fairway enrol bo/);
    const later = await changesNothing('ana', '/deploy shop@1.1.0 to production --as-of +1h');
    expect(later).toMatch(/takes a second factor/);
  });

  test('an approval without one is refused with what to do', async () => {
    await enrols('dana');
    await story.types('ana', '/deploy shop@1.1.0 to production because "the basket"');
    await story.presses('ana', 'start');
    await factors().revoke('dana', 'operator');
    const told = await changesNothing('chen', '/release approve D-2');
    expect(told).toMatch(/takes a second factor, and you have none yet.*fairway enrol chen/s);
  });

  test('who may not approve hears that, and is asked for no code', async () => {
    await enrols('ana');
    expect(await changesNothing('ana', '/release approve D-2')).toMatch(/your own/);
  });

  test('the answer asks for the digits; wrong ones change nothing', async () => {
    await enrols('chen');
    expect(await changesNothing('chen', '/release approve D-2')).toMatch(/six digits/);
    expect(story.offers(story.told('chen'))).toEqual(['confirm']);
    await story.presses('chen', 'confirm', story.told('chen'));
    await story.submits('chen', { code: '000000' === codeOf('chen') ? '000001' : '000000' });
    expect(story.told('chen').text).toMatch(/not the code of this moment/);
    expect((await story.fairway.records.deployment('D-2'))?.approvals).toEqual([]);
  });

  test('after a wrong one it is asked for again, and nobody has to begin anew', async () => {
    expect(story.offers(story.told('chen'))).toEqual(['confirm']);
    await story.types('chen', '/release confirm 000');
    expect(story.offers(story.told('chen'))).toEqual([]);
  });

  test('the right ones do what was asked; the ledger has the proof, and nobody else goes by it', async () => {
    await story.types('chen', '/release approve D-2');
    await story.presses('chen', 'confirm', story.told('chen'));
    const code = codeOf('chen');
    await story.submits('chen', { code });
    expect((await story.fairway.records.deployment('D-2'))?.approvals).toMatchObject([
      { by: 'chen' },
    ]);
    const [line] = await story.fairway.records.ledger('D-2');
    expect(line?.body).toMatchObject({
      what: 'approved',
      evidence: { secondFactor: expect.any(Number) },
    });
    await story.types('ana', `/release confirm ${code}`);
    expect(story.told('ana').text).toMatch(/not the code of this moment/);
    await story.after('2m');
  });

  test('it counts for ten minutes, and its code for once', async () => {
    await story.types('ana', '/release blackout add search in production for 5h because "INC-1"');
    await story.types('ana', '/release blackout add shop in production for 5h because "INC-2"');
    await story.types('chen', '/release blackout end search in production');
    expect(story.told('chen').text).toMatch(/open again/);
    await story.later('9m');
    const told = await changesNothing('chen', '/release blackout end shop in production');
    expect(told).toMatch(/six digits/);
  });

  test('each of the others is refused without it, and done with it', async () => {
    story.world.replace({ service: 'shop', environment: 'staging' }, '1.0.0');
    await story.after('5m');
    await story.after('6m');
    await story.types('dana', '/release lock checkout in staging because "a look"');
    await story.types('dana', '/release train hold weekly because "the bank is down"');
    for (const [who, verb] of [
      ['eli', 'takeover'],
      ['bo', 'unlock'],
      ['dana', 'adopt'],
      ['bo', 'train'],
    ] as const) {
      expect([verb, await changesNothing(who, LINES[verb] ?? '')]).toEqual([
        verb,
        expect.stringMatching(/you have none yet/),
      ]);
    }
    // What one's own word holds, one's own word lets go.
    await story.types('dana', LINES['unlock'] ?? '');
    expect(story.told('dana').text).toMatch(/is unlocked/);
    await story.types('dana', LINES['train'] ?? '');
    expect(story.told('dana').text).toMatch(/You let weekly go/);
  });

  test('a yes to breaking the glass, and to looser rules', async () => {
    await enrols('dana');
    await story.types('ana', '/release blackout add checkout in production for 5h because "INC-3"');
    await story.types('ana', '/deploy checkout@1.4.2 to staging');
    await story.after('2m');
    await story.types('ana', '/deploy checkout@1.4.2 to production because "cards"');
    await story.presses('ana', 'start:wait');
    const [d] = await story.fairway.records.deployments({ service: 'checkout', limit: 1 });
    await factors().revoke('dana', 'operator');
    const asked = `/release break-glass ${d?.id} because "cards fail"`;
    expect(await changesNothing('ana', asked)).toMatch(
      /Nobody could break the glass for checkout in production.*only chen has one.*enrols one more of them: fairway enrol bo/s,
    );
    await enrols('dana');
    await story.types('ana', asked);
    const glass = await changesNothing('bo', `/release break-glass ${d?.id} --approve`);
    expect(glass).toMatch(/you have none yet/);
    await factors().revoke('dana', 'operator');
    folder.replace('fairway.yaml', 'secondFactor:\n  approvals: [production]\n', '');
    await story.looks();
    await story.after('20s');
    const lacks =
      /which too few have so far.*only chen has one.*enrols one more of them: fairway enrol bo\) Waits for/s;
    expect(story.message(/^Configuration C-2/).text).toMatch(lacks);
    await enrols('dana');
    await story.types('ana', '/release configuration C-2');
    expect(story.told('ana').text).not.toMatch(lacks);
    expect(await changesNothing('chen', '/release approve C-2')).toMatch(/six digits/);
    await story.types('chen', `/release confirm ${codeOf('chen')} then "/release approve C-2"`);
    const [newest] = await story.fairway.records.ledger('C-2');
    expect(newest?.body).toMatchObject({
      by: 'chen',
      evidence: { secondFactor: expect.any(Number) },
    });
  });
});

describe('a Fairway whose rules ask for nothing', () => {
  const story = useStory();

  test('says so to whoever gives a code', async () => {
    await story.types('ana', '/release confirm 123456');
    expect(story.told('ana').text).toMatch(/Nothing here asks for a second factor/);
  });
});
