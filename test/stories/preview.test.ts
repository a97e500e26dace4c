import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

describe('a preview that was left lying', () => {
  const story = useStory();

  /** Deployments, and what the ledger has of ana. */
  const kept = async () => {
    const entries = "SELECT count(*) FROM audit_entry WHERE body::jsonb->>'by' = 'ana'";
    const all = `SELECT (SELECT count(*) FROM deployment) AS deployments, (${entries}) AS entries`;
    return (await story.database.pool.query(all)).rows;
  };

  test('a dry run says what would be, and creates nothing', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging --dry-run');
    await story.after('20s');
    expect(story.told('ana').text).toMatch(/shop 1\.1\.0.*staging/);
    expect(await kept()).toEqual([{ deployments: '0', entries: '0' }]);
  });

  test('an old Start shows a fresh preview, whose Start works', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('20s');
    expect(await kept()).toEqual([{ deployments: '1', entries: expect.stringMatching(/[^0]/) }]);
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.later('41m');
    await story.presses('ana', 'start');
    expect(story.told('ana').text).toMatch(
      /^This preview is 41 minutes old\. Here is a fresh one\. Ready to deploy shop 1\.1\.0/,
    );
    expect(story.told('ana').text).not.toMatch(/under way/);
    await story.presses('ana', 'start');
    story.message(/ana asks to put shop 1\.1\.0 in production/);
  });

  test('an approval may say why; the ledger keeps it', async () => {
    await story.types('bo', '/release approve D-2 checked the dashboards');
    const [line] = (await story.fairway.records.ledger('D-2')).filter(
      ({ body }) => body['what'] === 'approved',
    );
    expect(line?.body['evidence']).toMatchObject({ because: 'checked the dashboards' });
  });
});

describe('a preview: what changes, and changing what is asked for', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, alerts: [] }) });

  test('five titles at most, as the words of others, and how many more', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy shop@1.1.0 to production --fixes INC-812');
    const preview = story.told('ana');
    expect(preview.text).toMatch(
      /1 approval needed\. Risk: medium\. 14 changes\. Start or cancel\./,
    );
    expect(story.reads(preview)).toMatch(
      /What changes\nApproved by <@U0BO000001> :white_check_mark:\nChange 13 of the basket\n/,
    );
    expect(story.reads(preview)).toMatch(/Change 10 of the basket\nand 9 more\n/);
    expect(JSON.stringify(preview.blocks)).not.toMatch(/"user_id":"U0BO000001"/);
    expect(story.reads(preview)).toMatch(/Fixes: \nINC-812/);
    expect(story.offers(preview)).toEqual(['start', 'edit', 'cancel']);
  });

  test('Edit… opens the form with what was typed; its answer takes the place of the preview', async () => {
    const preview = story.told('ana');
    await story.presses('ana', 'edit');
    const form = story.form('ana') ?? {};
    expect(JSON.stringify(form)).toMatch(/"initial_option":[^[]*"value":"production"/);
    expect(JSON.stringify(form)).toMatch(/"initial_value":"1\.1\.0"/);
    expect(story.reads(form)).toContain('INC-812');
    await story.submits('ana', { because: 'baskets are lost' });
    const fresh = story.told('ana');
    expect(fresh.text).toMatch(/^Ready to deploy shop 1\.1\.0 \(from 1\.0\.0\) to production/);
    expect(story.reads(fresh)).toMatch(/Reason: \nbaskets are lost/);
    expect(fresh.ts).toBe(preview.ts);
    expect(story.texts('ana').filter((text) => text.startsWith('Ready to deploy'))).toHaveLength(1);
  });

  test('the incident is on the card and in the ledger', async () => {
    await story.presses('ana', 'start');
    await story.after('3s');
    const card = story.message(
      /^ana asks to put shop 1\.1\.0 in production to fix INC-812: 'baskets/,
    );
    expect(story.reads(card)).toMatch(/Fixes\W*INC-812/);
    const [asked] = await story.fairway.records.ledger('D-2');
    expect(asked?.body['evidence']).toMatchObject({
      fixes: 'INC-812',
      because: 'baskets are lost',
      line: expect.stringContaining('--fixes INC-812'),
    });
  });

  test('whoever should know the changes and does not answer costs the preview nothing', async () => {
    await story.types('ana', '/release abort D-2');
    story.world.fault({ call: 'changes', kind: 'throw-before' });
    await story.types('ana', '/deploy shop@1.1.0 to production');
    const preview = story.told('ana');
    expect(preview.text).toMatch(/^Ready to deploy shop 1\.1\.0/);
    expect(story.reads(preview)).not.toContain('What changes\n');
    expect(story.reads(preview)).toMatch(/What changes is left out: fake did not say it in time/);
    story.world.fault({ call: 'changes', kind: 'hang' });
    await story.types('ana', '/deploy shop@1.1.0 to production');
    expect(story.told('ana').text).toMatch(/^Ready to deploy shop 1\.1\.0/);
  });

  test('where nobody knows them nothing is said', async () => {
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy search@2.1.0 to production');
    expect(story.reads(story.told('ana'))).toMatch(/Deploy search 2\.1\.0 to production\?/);
    expect(story.reads(story.told('ana'))).not.toMatch(/What changes/);
  });

  test('what is not there yet is refused by its name, with what to do instead', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to production --train');
    expect(story.told('ana').text).toMatch(
      /Fairway does not have "--train" yet\. It rides by .*release train join/,
    );
    await story.types('ana', '/deploy shop@1.1.0 to production --fixes "the whole story"');
    expect(story.told('ana').text).toMatch(/is not the reference of an incident.*INC-812/);
  });
});
