import { describe, expect, test } from 'vitest';
import { instant } from '../../src/domain/kernel/time.ts';
import { wholeExample } from './example-catalog.ts';
import { useStory } from './harness.ts';

const whole = await wholeExample();
const TO_PRODUCTION = '/deploy billing@3.1.0 to production because "tax"';

/** It begins on Friday 20 November 2026, 10:00 in Berlin; ana wrote what 3.1.0 and 3.2.0 bring. */
describe('the example’s billing goes by every rule there is', () => {
  const story = useStory({ rules: () => whole, start: instant(Date.UTC(2026, 10, 20, 9)) });
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];
  const waits = async () => (await newest())?.waiting.map(({ why }) => why).join('\n');

  test('outside its release window, on a holiday and while finance’s calendar says so nothing starts', async () => {
    story.world.steady({ service: 'billing', environment: 'production' }, 40);
    await story.types('ana', '/deploy billing@3.1.0 to staging');
    await story.after('20s');
    for (const mark of ['built', 'scanned'])
      await story.types('ana', `/release mark billing@3.1.0 ${mark}`);
    await story.types('ana', TO_PRODUCTION);
    expect(story.told('ana').text).toMatch(
      /outside its release windows until 2026-11-23 08:00 UTC \(books are open, owner finance\)/,
    );
    await story.types('ana', '/release calendar 60d in production');
    const { text } = story.told('ana');
    expect(text).toMatch(/blackout holidays \(billing in production\) 2026-12-23 23:00/);
    expect(text).toMatch(/finance: interim audit \(billing in production\) 2026-12-06 23:00/);
    await story.types('ana', '/release calendar 1d in production');
    expect(story.told('ana').text).toMatch(/Cadence books .*: billing has no schedule/);
  });

  test('production is asked for in its own channel', async () => {
    const [user, channel] = ['U0ANA00001', 'C0GENERAL1'];
    const text = 'billing@3.1.0 to production';
    await story.slack.command({ user, channel, command: '/deploy', text });
    await story.after('1s');
    const told = story.slack.messages(channel, user).map((one) => one.text);
    expect(told.at(-1)).toMatch(/^Deployments to production are not asked for from here\./);
  });

  test('late, its approval is asked of the owners of the files that change', async () => {
    await story.later('49h');
    await story.after('10s');
    story.message(
      /^billing 3\.1\.0 is not approved for 2 days.*, and code-owners answers for that\. bo, chen: please hand it on/,
    );
  });

  test('within it the owners of its files and of what depends on it are asked, and the board', async () => {
    await story.later('23h');
    await story.types('dana', '/release incident open shop in production because "orders fail"');
    await story.types('ana', TO_PRODUCTION);
    expect(story.reads(story.told('ana'))).toMatch(/risk/i);
    await story.presses('ana', 'start');
    await story.after('4s');
    expect(await waits()).toMatch(
      /finance; 1 more approval from platform; 1 more approval from platform \(checkout depends on billing\);/,
    );
    expect(await waits()).toMatch(/board: 2 more votes and a vote of the business \(tagged books/);
    expect(await waits()).toMatch(
      /INC-1 is open about shop .*no billing while the shop is in trouble/,
    );
    story.message(/^bo: .*an approval of finance; it was delegated to you/);
  });

  test('an auditor reads who may what, and decides nothing', async () => {
    await story.types('eli', '/release access-review production');
    expect(story.told('eli').text).toMatch(/billing/);
    await story.presses('eli', 'approve');
    expect(story.told('eli').text).toMatch(/You are not an approver of D-2/);
  });

  test('of two rules with distinct people nobody fills both: bo does one, for fay, and another is asked', async () => {
    await story.presses('bo', 'vote:yes');
    await story.presses('dana', 'vote:yes');
    await story.presses('bo', 'approve');
    await story.after('20s');
    expect(await waits()).toMatch(
      /^1 more approval from platform \(checkout depends on billing\)\n/,
    );
    await story.presses('dana', 'approve');
    await story.after('20s');
    story.message(/^D-2: bo approved for fay/);
  });

  test('it starts once the incident of what it depends on is over', async () => {
    expect(await newest()).toMatchObject({ status: 'pending', waiting: [{ gate: 'incident' }] });
    await story.types('dana', '/release incident resolve INC-1 because "a restart"');
    await story.after('3m');
    expect(await newest()).toMatchObject({ id: 'D-2', status: 'succeeded' });
  });

  test('the next one rides the train of Tuesday, and is a standard change', async () => {
    await story.types('ana', '/deploy billing@3.2.0 to staging');
    await story.after('1m');
    await story.types('ana', '/release train join books billing@3.2.0');
    await story.types('ana', '/release train ready books billing');
    await story.later('24h');
    await story.later('50m');
    await story.after('10m');
    const next = await newest();
    expect(next).toMatchObject({ service: 'billing', train: 'books@2026-11-24T10:00:00Z' });
    expect(next?.waiting.map(({ gate }) => gate)).toEqual(['approval']);
    const card = story.message(/^ana asks to put billing 3\.2\.0 in production/);
    expect(story.reads(card)).toMatch(/standard change: the last 1 of 1 went well/);
  });
});
