import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const shop = { service: 'shop', environment: 'production' };

describe('approvals: bound to one plan, given by others, taken back in time', () => {
  const story = useStory();
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];

  async function asks(line: string): Promise<void> {
    await story.types('ana', line);
    await story.presses('ana', 'start');
    await story.after('3s');
  }

  test('an approval can be withdrawn for ten seconds; then nothing starts', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await asks('/deploy shop@1.1.0 to production because "new basket"');
    await story.presses('bo', 'approve');
    await story.after('4s');
    const card = story.message(/ana asks to put shop 1\.1\.0/);
    expect(story.offers(card)).toContain('withdraw');
    await story.presses('bo', 'withdraw', card);
    await story.after('30s');
    expect(await newest()).toMatchObject({ status: 'pending', approvals: [] });
    expect(story.offers(story.message(/ana asks to put shop 1\.1\.0/))).toContain('approve');
  });

  test('the call in the channel says what is so: decided, and open again when it was taken back', async () => {
    const calls = () => story.texts().filter((text) => /\(D-2\)/.test(text));
    expect(calls()).toEqual([
      expect.stringMatching(/^bo, chen, dana: please approve or reject shop 1/),
    ]);
    await story.presses('chen', 'approve');
    await story.after('4s');
    expect(calls()).toEqual(['Decided: shop 1.1.0 to production (D-2) is approved by chen']);
    await story.presses('chen', 'withdraw');
    await story.after('4s');
    expect(calls()).toEqual([expect.stringMatching(/^bo, chen, dana: please approve/)]);
  });

  test('only the giver withdraws, and only what was given', async () => {
    await story.types('chen', '/release withdraw D-2');
    expect(story.told('chen').text).toMatch(/You have not approved D-2/);
  });

  test('the asker, outsiders and guests cannot approve, whatever they press', async () => {
    await story.presses('ana', 'approve');
    expect(story.told('ana').text).toMatch(
      /You can't approve your own deployment\. Ask someone of sre/,
    );
    await story.presses('eli', 'approve');
    expect(story.told('eli').text).toMatch(/You are not an approver of D-2.*bo.*chen.*dana/);
    await story.presses('gus', 'approve');
    expect(story.told('gus').text).toMatch(/can look, but never decide/);
    expect(await newest()).toMatchObject({ approvals: [] });
  });

  test('rejecting asks for a reason, and the reason closes the request', async () => {
    const card = story.message(/ana asks to put shop 1\.1\.0/);
    await story.presses('dana', 'reject');
    expect(story.reads(story.form('dana') ?? {})).toMatch(
      /Why\? The person who asked will read this/,
    );
    await story.submits('dana', { because: 'Approved by <@U0BO000001>, wait for the migration' });
    await story.after('4s');
    const closed = story.message(/^shop 1\.1\.0 to production: not started, rejected by dana/);
    expect(closed.ts).toBe(card.ts);
    expect(closed.text).toContain('wait for the migration');
    expect(story.reads(closed)).toMatch(/rejected by\s+<?@?U0DANA0001>?\s*:/);
    expect(story.reads(closed)).not.toMatch(/Steps/);
    expect(story.offers(closed)).not.toContain('approve');
    expect(story.thread(closed).at(-1)).toMatch(/ana: .*dana rejected it/);
    expect(story.thread(closed)).toContainEqual(
      expect.stringMatching(/^Decided: shop 1\.1\.0 to production \(D-2\) is rejected by dana: /),
    );
  });

  test('an old Approve button is answered, and decides nothing', async () => {
    await story.types('chen', '/release approve D-2');
    expect(story.told('chen').text).toMatch(/D-2 is already decided: rejected by dana/);
  });

  test('asked for again, preview and card say who rejected it before, and why', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to production');
    expect(story.told('ana').text).toMatch(/Rejected before by dana: .*wait for the migration/);
    await story.presses('ana', 'start');
    await story.after('3s');
    const card = story.message(/ana asks to put shop 1\.1\.0/);
    expect(card.text).toMatch(/Rejected before by dana: '.*wait for the migration'/);
    expect(story.reads(card)).toMatch(/Rejected before[\s\S]*D-2[\s\S]*wait for the migration/);
  });

  test('a reason typed with the command needs no form', async () => {
    await story.types('bo', '/release reject D-3 not on a Wednesday');
    expect(await newest()).toMatchObject({
      status: 'cancelled',
      outcome: { why: 'not on a Wednesday' },
    });
  });

  test('a button that was shown for another plan is refused', async () => {
    await asks('/deploy shop@1.1.0 to production');
    await story.types('bo', '/release approve D-4 --plan 0123456789ab');
    expect(story.told('bo').text).toMatch(
      /The plan of D-4 has changed since this button was shown/,
    );
    expect(await newest()).toMatchObject({ approvals: [] });
  });

  test('the image moved between approval and run: old → new, its giver is called, nothing ships', async () => {
    const before = story.world.artifact('shop', '1.1.0').digest.slice(7, 19);
    const after = story.world.rebuild('shop', '1.1.0').digest.slice(7, 19);
    await story.types('ana', '/deploy shop@1.1.0 to staging'); // the new image proves itself there
    await story.after('30s');
    await story.presses('bo', 'approve');
    await story.after('20s');
    const card = story.message(/ana asks to put shop 1\.1\.0 in production/);
    expect(story.thread(card).find((text) => text.startsWith('bo, ana:'))).toMatch(
      new RegExp(
        `Approvals of D-4 no longer count: the image 1\\.1\\.0 moved ${before} → ${after}\\. Review again`,
      ),
    );
    expect(story.world.effects().filter((e) => e.environment === 'production')).toEqual([]);
    expect(story.world.live(shop)).toMatchObject([{ version: '1.0.0', percent: 100 }]);
  });

  test('the old card’s Approve would mean the old image; a new approval brings the new one', async () => {
    story.world.steady(shop, 40);
    await story.presses('bo', 'approve');
    await story.after('2m');
    story.message(/^shop 1\.1\.0 to production: succeeded/);
    const { digest } = story.world.artifact('shop', '1.1.0');
    expect(story.world.live(shop).find((one) => one.percent === 100)?.digest).toBe(digest);
  });

  test('a moved image that never proved itself in staging ends the request', async () => {
    await story.types('ana', '/deploy shop@1.3.0-errors to staging');
    await story.after('30s');
    await asks('/deploy shop@1.3.0-errors to production');
    story.world.rebuild('shop', '1.3.0-errors');
    await story.presses('bo', 'approve');
    await story.after('30s');
    story.message(
      /^shop 1\.3\.0-errors to production: not started, refused .*not verified in staging/,
    );
  });

  test('nobody answers for a day: it expires, and nothing ships', async () => {
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    await story.after('30s');
    await asks('/deploy shop@1.2.0-slow to production');
    await story.later('23h');
    expect(await newest()).toMatchObject({ status: 'pending' });
    await story.later('1h');
    await story.after('5s');
    const card = story.message(/^shop 1\.2\.0-slow to production: not started, expired/);
    expect(story.thread(card).at(-1)).toMatch(
      /^ana: Closed without starting: nobody decided in time/,
    );
    await story.presses('ana', 'request-again', card);
    expect(story.told('ana').text).toMatch(/^Ready to deploy shop 1\.2\.0-slow/);
  });

  test('card numbers: two people, one of them an owner', async () => {
    await story.types('ana', '/deploy checkout@1.4.2 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy payments@1.4.2 to prod');
    expect(story.told('ana').text).toMatch(/2 approvals needed/);
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('dana', 'approve');
    await story.after('30s');
    expect(await newest()).toMatchObject({ status: 'pending', waiting: [{ code: 'approval' }] });
    await story.presses('dana', 'approve');
    expect(story.told('dana').text).toMatch(/You have already approved/);
    expect(
      story.texts().findLast((text) => /please approve or reject checkout/.test(text)),
    ).toMatch(/^(?!.*dana).*chen.*: please approve/);
    await story.presses('chen', 'approve');
    await story.after('1m');
    story.message(/^checkout 1\.4\.2 to production: succeeded/);
  });

  test('whoever wrote what changes cannot approve it, and the card says why', async () => {
    await story.types('ana', '/deploy checkout@1.4.3 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy checkout@1.4.3 to production');
    expect(story.reads(story.told('ana'))).toMatch(/wrote it and cannot approve it/);
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    expect(story.told('bo').text).toMatch(/You can't approve what you wrote yourself/);
    await story.presses('dana', 'approve');
    expect(await newest()).toMatchObject({ approvals: [{ by: 'dana' }] });
  });
});

describe('an approval has its hour', () => {
  const story = useStory();

  test('nothing starts after it; its giver is called, and asked again', async () => {
    story.world.steady(shop, 40);
    await story.types('bo', '/release lock shop in production because "stock-taking"');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.presses('chen', 'approve');
    await story.later('59m');
    const card = story.message(/ana asks to put shop 1\.1\.0/);
    expect(story.offers(card)).toContain('withdraw');
    await story.later('2m');
    expect(story.thread(card).at(-1)).toMatch(
      /^chen, ana: chen's approval was good for 1 hour, so it no longer counts for D-2\. Review again/,
    );
    await story.types('bo', '/release unlock shop in production');
    await story.after('1m');
    expect(story.world.live(shop)).toMatchObject([{ version: '1.0.0', percent: 100 }]);
    await story.presses('chen', 'approve');
    await story.after('2m');
    story.message(/^shop 1\.1\.0 to production: succeeded/);
  });

  test('and how long it took counts from the request, whatever was void between', async () => {
    await story.types('eli', '/release approvals shop');
    expect(story.told('eli').text).toMatch(
      /^Time to approve shop, in the median: production: 1 hour \d+ minutes?, 9 of 10 within 1 hour/,
    );
    expect(story.reads(story.told('eli'))).toMatch(/Waiting now/);
  });
});
