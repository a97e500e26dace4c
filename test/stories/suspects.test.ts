import { describe, expect, test } from 'vitest';
import type { DeploymentId } from '../../src/domain/deployment/deployment.ts';
import { calmsDown, goesWrong } from './goes-wrong.ts';
import { useStory } from './harness.ts';

const production = { service: 'shop', environment: 'production' };

describe('7.2 which deployment did it', () => {
  const story = useStory();

  /** However long it is judged for. */
  async function succeeds(id: DeploymentId): Promise<void> {
    const status = async () => (await story.fairway.records.deployment(id))?.status;
    for (let n = 0; n < 20 && (await status()) === 'running'; n += 1) await story.after('30s');
    expect(await status()).toBe('succeeded');
  }

  test('an incident names the deployment that reached people just before, and that one says so itself', async () => {
    story.world.steady(production, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production because "new basket"');
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('15s');
    await succeeds('D-2');
    await story.types('eli', '/release changed 1h');
    expect(story.offers(story.told('eli'))).toEqual(
      expect.arrayContaining(['rollback:D-2', 'why:D-2']),
    );
    expect(await goesWrong(story, production)).toBe('INC-1');
    await story.after('2s'); // under the message of the incident, which is sent first
    const said = story.message(/^Possible cause for INC-1/);
    expect(said.text).toMatch(
      /shop 1\.1\.0 reached \d+ % of production .* before the first alert\. Confidence high, \d+ %; not said of any cause/,
    );
    expect(story.reads(said)).toMatch(/same service/);
    expect(story.reads(said)).toMatch(/A correlation is not a proof/);
    expect(story.offers(said)).toEqual(
      expect.arrayContaining(['rollback', 'not-cause:D-2', 'diff']),
    );
    expect(said.text).not.toMatch(/<!channel>|@channel/);
    await story.after('5s');
    const card = story.message(/^shop 1\.1\.0/);
    expect(story.thread(card).join('\n')).toMatch(/1\.1\.0 is suspected of INC-1/);
    const note = story.message(/^1\.1\.0 is suspected of INC-1/);
    expect(story.reads(note)).toMatch(/same service/);
    expect(story.offers(note)).toEqual(story.offers(said));
  });

  test('one press takes it back; the message says who did, and is the same one', async () => {
    const note = story.message(/^1\.1\.0 is suspected of INC-1/);
    await story.presses('bo', 'rollback', note);
    await story.after('30s');
    const edited = story.message(
      /^1\.1\.0 is suspected of INC-1.* D-2 is taken back by bo \(D-3\)/,
    );
    expect(edited.ts).toBe(note.ts);
    expect(story.offers(edited)).not.toContain('rollback');
    expect(story.message(/^Possible cause for INC-1/).text).toMatch(
      /D-2 is taken back by bo \(D-3\)/,
    );
    expect(story.texts().filter((text) => text.startsWith('Possible cause'))).toHaveLength(1);
    // Pressed for the incident, it is known to belong to it: DORA and retrospectives count it.
    expect((await story.fairway.records.incident('INC-1'))?.links).toMatchObject([
      { deployment: 'D-2', role: 'cause', by: 'bo' },
      { deployment: 'D-3', role: 'fix', by: 'bo' },
    ]);
    await calmsDown(story, 'INC-1');
    const s = await story.fairway.records.suspicion('INC-1');
    expect(s?.cause).toMatchObject({ subject: 'D-2', by: 'bo', how: 'ended by its rollback' });
    await story.after('4s');
    for (const begins of ['Possible cause for INC-1', '1.1.0 is suspected of INC-1']) {
      const now = story.texts().find((text) => text.startsWith(begins));
      expect(now).toMatch(/it was D-2: ended by its rollback/);
    }
  });

  test('the next one says how often that was right; what people clear is named no more, and is remembered', async () => {
    await story.later('3h');
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('1m');
    await goesWrong(story, { service: 'search', environment: 'staging' }, { name: 'HighLatency' });
    await story.after('2s');
    const said = story.message(/^Possible cause for INC-2/);
    expect(said.text).toMatch(/search 2\.1\.0.*right 1 of 1 times so far/);
    await story.presses('gus', 'not-cause:D-4', said);
    expect(story.told('gus').text).toMatch(/not linked to a person|never decide/);
    const note = story.message(/^2\.1\.0 is suspected of INC-2/);
    await story.presses('eli', 'not-cause:D-4', said);
    await story.after('3s');
    expect(story.message(/2\.1\.0 is no longer suspected of INC-2: eli says it was/).ts).toBe(
      note.ts,
    );
    expect(story.message(/^No change stands out for INC-2: the likeliest is shop 1\.1\.0/).ts).toBe(
      said.ts,
    );
    await story.types('eli', '/release not-cause INC-2 D-4');
    expect(story.told('eli').text).toMatch(/eli said before that it was not D-4/);
    await story.types('eli', '/release suspects inc-2');
    expect(story.reads(story.told('eli'))).toMatch(/says it was not D-4/);
    await story.types('eli', '/release suspects INC-77');
    expect(story.told('eli').text).toMatch(/There is no incident INC-77/);
  });
});

describe('7.2 what a person sees before any alert', () => {
  const story = useStory({
    rules: (catalog) => ({ ...catalog, incidents: { channel: '#deploys' } }),
  });
  const open = (more = '') => `/release incident open shop in production${more}`;

  test('it is an incident like any other: told, suspected, and what runs there is held', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production because "the basket"');
    await story.presses('ana', 'start');
    await story.types('bo', '/release approve D-2');
    await story.after('20s');
    await story.types('chen', open(' because "payments fail"'));
    await story.after('2s');
    story.message(/^INC-1, open, error: payments fail\. It touches shop in production/);
    story.message(/^Possible cause for INC-1: shop 1\.1\.0 .* before it was reported/);
    story.message(/^shop 1\.1\.0 to production: .*INC-1 opened by chen: payments fail; it is held/);
    await story.types('dana', '/release incident list');
    expect(story.told('dana').text).toMatch(/INC-1, open, error: payments fail/);
    const entry = (await story.fairway.records.ledger('INC-1')).at(-1);
    expect(entry?.body).toMatchObject({ what: 'opened', by: 'chen' });
  });

  test('who looked and let it go on may hold it from there, under either message, for the incident', async () => {
    await story.types('bo', '/release resume D-2');
    await story.after('4s');
    const note = story.message(/^1\.1\.0 is suspected of INC-1/);
    for (const one of [note, story.message(/^Possible cause for INC-1/)]) {
      expect(story.offers(one)).toContain('pause');
    }
    await story.presses('gus', 'pause', note);
    expect(story.told('gus').text).toMatch(/never decide/);
    await story.presses('bo', 'pause', note);
    await story.after('4s');
    const held = await story.fairway.records.deployment('D-2');
    expect(held).toMatchObject({ status: 'running', hold: { by: 'bo', why: 'INC-1' } });
    for (const begins of [/^1\.1\.0 is suspected of INC-1/, /^Possible cause for INC-1/]) {
      const now = story.message(begins);
      expect(now.text).toMatch(/D-2 is paused by bo/);
      expect(story.offers(now)).not.toContain('pause');
    }
  });

  test('not twice, not without saying what, and not by whoever may not stop things there', async () => {
    await story.types('bo', open(' because "the same"'));
    expect(story.told('bo').text).toMatch(/INC-1 is open there already: payments fail/);
    await story.types('bo', '/release incident open search in staging');
    expect(story.told('bo').text).toMatch(/What is wrong is missing/);
    await story.types('bo', '/release incident open because "x"');
    expect(story.told('bo').text).toMatch(/Which service it is about is missing|Unknown service/);
    await story.types('gus', '/release incident open search in staging because "x"');
    expect(story.told('gus').text).toMatch(/never decide/);
    expect(await story.fairway.records.incidents({ limit: 9 })).toHaveLength(1);
  });
});
