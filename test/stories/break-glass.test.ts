import { describe, expect, test } from 'vitest';
import { instant } from '../../src/domain/kernel/time.ts';
import { useStory } from './harness.ts';

/** Sunday 22 November 2026, 03:05 in Berlin: search has been closed for five minutes, for an hour. */
const FIVE_PAST_THREE = instant(Date.UTC(2026, 10, 22, 2, 5));
const search = { service: 'search', environment: 'production' };

describe('8.2 break-glass: one asks, two others let it through, and it is reviewed', () => {
  const story = useStory({ start: FIVE_PAST_THREE });
  const serving = () => story.world.live(search).find((one) => one.percent === 100)?.version;
  /** A channel takes a message a second, and two glasses were broken. */
  async function allSaid(): Promise<void> {
    for (let second = 0; second < 5; second += 1) await story.after('1s');
  }
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];

  test('the refusal offers it; it asks for a reason and names the incident', async () => {
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy search@2.1.0 to production');
    expect(story.offers(story.told('ana'))).toEqual(['start:wait', 'start:glass', 'cancel']);
    await story.presses('ana', 'start:glass');
    expect(story.reads(story.form('ana') ?? {})).toMatch(/Why can it not wait\?/);
    await story.submits('ana', { because: 'search answers nothing', fixes: 'INC-812' });
    await story.after('3s');
    expect(await newest()).toMatchObject({
      status: 'pending',
      breakGlass: { askedBy: 'ana', incident: 'INC-812', approvals: [], grantedAt: null },
    });
  });

  test('everybody hears of it at once, and those who may let it through are called', () => {
    expect(story.texts()).toContainEqual(
      expect.stringMatching(
        /^bo, chen, dana: emergency: ana asks to break the glass for search 2\.1\.0 to production \(D-2\): search answers nothing \(INC-812\)\. What is closed: production is in blackout \(index rebuild\)\. Two others/,
      ),
    );
    const card = story.message(/^ana asks to put search 2\.1\.0 in production/);
    expect(card.text).toMatch(/asks to break the glass .*: 0 of 2 others said yes/);
    expect(story.offers(card)).toEqual(expect.arrayContaining(['approve', 'glass-approve']));
  });

  test('it waits on the page of those who may let it through, until they said so', async () => {
    await story.opensHome('dana');
    expect(story.reads(story.home('dana'))).toMatch(/Waiting for you[\s\S]*D-2[\s\S]*Running now/);
    await story.opensHome('eli');
    expect(story.reads(story.home('eli'))).toContain('Nobody waits for you');
  });

  test('neither the one who asked nor somebody nobody named can let it through', async () => {
    await story.presses('ana', 'glass-approve');
    expect(story.told('ana').text).toMatch(
      /You can't let your own deployment through.*two of sre/i,
    );
    await story.presses('eli', 'glass-approve');
    expect(story.told('eli').text).toMatch(/You can't break the glass for D-2/);
    expect(await newest()).toMatchObject({ breakGlass: { approvals: [] } });
  });

  test('one yes is not enough, and the same person twice is one', async () => {
    await story.presses('bo', 'glass-approve');
    await story.presses('bo', 'glass-approve');
    expect(story.told('bo').text).toMatch(/already said yes for D-2/);
    expect(await newest()).toMatchObject({ breakGlass: { grantedAt: null } });
  });

  test('two let it through the blackout, and it still needs its approval', async () => {
    await story.presses('dana', 'glass-approve');
    await story.after('20s');
    expect(story.texts().filter((text) => /emergency/.test(text))).toEqual([
      expect.stringMatching(/^Decided: search 2\.1\.0 .* the glass is broken.* by bo and dana$/),
    ]);
    const d = await newest();
    expect(d).toMatchObject({ status: 'pending', waiting: [{ code: 'approval' }] });
    await story.types('ana', '/release why D-2');
    expect(story.reads(story.told('ana'))).toMatch(/blackout: passes\s*,\s*lifted by break-glass/);
    story.world.steady(search, 40);
    await story.presses('chen', 'approve');
    await story.after('2m');
    story.message(/^search 2\.1\.0 to production: succeeded/);
    expect(serving()).toBe('2.1.0');
  });

  test('the ledger tells who asked, who let it through, and what was lifted at the start', async () => {
    const lines = (await story.fairway.records.ledger('D-2')).toReversed();
    const said = lines.map(({ body }) => `${String(body['what'])} by ${String(body['by'])}`);
    expect(said.slice(0, 7)).toEqual([
      'requested by ana',
      'break-glass-asked by ana',
      'break-glass-approved by bo',
      'break-glass-approved by dana',
      'break-glass-granted by fairway',
      'approved by chen',
      'started by fairway',
    ]);
    const configuration = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(lines[2]?.body['evidence']).toMatchObject({
      groups: ['sre', 'platform'],
      configuration,
    });
    expect(lines[5]?.body['evidence']).toMatchObject({
      configuration,
      rules: [{ rule: 'production', groups: ['platform'], for: null, as: 'member' }],
    });
    expect(lines[6]?.body['evidence']).toMatchObject({
      spared: ['blackout: lifted by break-glass (production is in blackout (index rebuild))'],
    });
  });

  test('the card says that a review is owed; who had a part in it cannot write it', async () => {
    await story.opensHome('chen');
    expect(story.reads(story.home('chen'))).toMatch(/Reviews you owe[\s\S]*D-2[\s\S]*Running now/);
    const card = story.message(/^search 2\.1\.0 to production: succeeded/);
    expect(story.reads(card)).toMatch(/The glass was broken for this[\s\S]*its review is due/);
    await story.presses('bo', 'review', card);
    await story.submits('bo', { because: 'all well' });
    expect(story.told('bo').text).toMatch(/You had a part in it, so somebody else reviews it/);
    await story.types('eli', '/release review D-2 because "looks fine"');
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
  });

  test('what already waits can ask too; a no with its reason ends that', async () => {
    await story.types('ana', '/deploy search@2.2.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy search@2.2.0 to production');
    await story.presses('ana', 'start:wait');
    await story.after('3s');
    await story.types('ana', '/release break-glass D-4 because "more of it"');
    await story.types('chen', '/release break-glass D-4 --refuse because "2.1.0 has cured it"');
    await story.after('3s');
    expect(await newest()).toMatchObject({ breakGlass: { endedAs: 'refused' } });
    const card = story.message(/^ana asks to put search 2\.2\.0/);
    expect(story.thread(card).at(-1)).toMatch(
      /ana: chen says the glass stays whole: 2\.1\.0 has cured it/,
    );
  });

  test('asked again and let through, it lasts an hour; what nobody started in it waits again', async () => {
    await story.types('ana', '/release break-glass D-4 because "now it is"');
    await story.after('3s');
    await story.presses('chen', 'glass-approve');
    await story.presses('bo', 'glass-approve');
    await story.later('61m');
    await story.after('2s');
    expect(await newest()).toMatchObject({ breakGlass: { endedAs: 'expired' } });
    expect(story.texts()).toContainEqual(
      expect.stringMatching(/^ana: The glass is whole again: its time is over/),
    );
  });

  test('the review is asked for each working morning by name, until it is written', async () => {
    await story.types('dana', '/release abort D-4');
    const asked = () =>
      story.texts().filter((text) => /please review why the glass was broken.*\(D-2\)/.test(text));
    await story.later('29h');
    await allSaid();
    expect(asked()).toEqual([expect.stringMatching(/^chen: please review/)]);
    await story.later('48h');
    await allSaid();
    expect(asked().length).toBeGreaterThan(1);
    expect(asked().at(-1)).toMatch(/^chen: overdue: please review/);
    await story.types('dana', '/release reviews');
    expect(story.told('dana').text).toMatch(
      /Reviews owed: .*D-2 search 2\.1\.0 to production, overdue/,
    );
    await story.types('chen', '/release review D-2 because "a real outage"');
    await allSaid();
    const chased = asked().length;
    await story.later('72h');
    await allSaid();
    expect(asked()).toHaveLength(chased);
    expect(await story.fairway.records.deployment('D-2')).toMatchObject({
      review: { by: 'chen', note: 'a real outage', chaseAt: null },
    });
  });

  test('where nothing is closed there is no glass to break', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production --break-glass because "now"');
    expect(story.told('ana').text).toMatch(/There is no glass to break: nothing closed holds it/);
  });
});
