import { describe, expect, test } from 'vitest';
import { FailureMode } from '../../src/domain/risk/failure-mode.ts';
import { calmsDown, goesWrong } from './goes-wrong.ts';
import { useStory } from './harness.ts';

const shop = { service: 'shop', environment: 'production' };
const MODES = [
  FailureMode.parse({
    name: 'Cold carts',
    services: ['shop'],
    alerts: ['CartLatency'],
    says: 'After a restart every cart is read from the database at once.',
    mitigations: [
      { label: 'Roll back', do: 'roll-back' },
      { label: 'Stop the line', do: 'stop' },
      { label: 'Warm the carts', runbook: 'https://wiki.example/carts' },
    ],
  }),
  FailureMode.parse({
    name: 'Full disk',
    services: ['shop'],
    alerts: ['DiskFull'],
    says: 'The log fills it.',
  }),
];

describe('6.4 known failure modes in an incident', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      failureModes: MODES,
      incidents: { channel: '#deploys' },
    }),
  });
  const mode = () => story.message(/^INC-\d+ looks like what is known to go wrong/);
  const recorded = () => story.fairway.records.ledger('mode:cold-carts');
  const served = () => story.fairway.records.deployments({ ...shop, limit: 9 });

  async function reachesPeople(version: string): Promise<void> {
    story.world.steady(shop, 40);
    await story.types('ana', `/deploy shop@${version} to staging`);
    await story.after('30s');
    await story.types('ana', `/deploy shop@${version} to production because "new basket"`);
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('15m');
  }

  test('the preview of a change says what helps, and that it was never tried', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production because "new basket"');
    const preview = story.reads(story.told('ana'));
    expect(preview).toMatch(/Known to go wrong[\s\S]*Cold carts/);
    expect(preview).toMatch(/What helps was never tried\./);
  });

  test('started, its card says it in a line, and one press what to watch', async () => {
    await story.presses('ana', 'start');
    await story.after('4s');
    const card = story.message(/^ana asks to put shop 1\.1\.0 in production/);
    expect(story.reads(card)).toMatch(
      /Known to go wrong[\s*:]*Cold carts \(this service\), Full disk/,
    );
    await story.chooses('bo', '/release show D-2 modes');
    expect(story.told('bo').text).toBe('Known to go wrong with D-2: Cold carts, Full disk.');
    expect(story.reads(story.told('bo'))).toMatch(/every cart[\s\S]*What helps was never tried\./);
    await story.types('bo', '/release show D-1');
    expect(story.reads(story.told('bo'))).toMatch(/Known to go wrong[\s\S]*The log fills it/);
    await story.types('ana', '/release abort D-2 because "later"');
    await story.after('4s');
    const over = story.message(/^shop 1\.1\.0 to production: not started/);
    expect(story.reads(over)).not.toMatch(/Known to go wrong/);
    expect(JSON.stringify(over.blocks)).not.toContain('D-2 modes');
    await story.types('ana', '/deploy search@2.1.0 to staging');
    expect((await story.fairway.records.deployment('D-3'))?.feared).toBeUndefined();
  });

  test('a drill moves it, with a reason and by whoever may steer one of its services', async () => {
    await story.types('gus', '/release drill cold-carts worked because "seen"');
    expect(story.told('gus').text).toMatch(/not linked to a person|never decide/);
    await story.types('eli', '/release drill cold-carts worked in production because "seen"');
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
    await story.types('ana', '/release drill cold-carts worked');
    expect(story.told('ana').text).toMatch(/What was seen is missing/);
    await story.types('ana', '/release drill cold-cart worked because "seen"');
    expect(story.told('ana').text).toMatch(/Did you mean cold-carts\?/);
    expect(await recorded()).toEqual([]);
    await story.types(
      'ana',
      '/release drill "Cold Carts" worked in staging because "back in 40 s"',
    );
    expect(story.told('ana').text).toMatch(/against Cold carts worked in a drill/);
    expect((await recorded())[0]?.body).toMatchObject({
      what: 'mode-worked',
      by: 'ana',
      evidence: { drill: true, incident: null, environment: 'staging', because: 'back in 40 s' },
    });
  });

  test('an incident of another alert shows nothing of it', async () => {
    await reachesPeople('1.1.0');
    expect(await goesWrong(story, shop, { name: 'Unheard' })).toBe('INC-1');
    await story.after('5s');
    expect(() => mode()).toThrow(/nobody sees no message/);
    await calmsDown(story, 'INC-1');
  });

  test('one of its alert shows it in the thread, what helps as buttons, and when that last worked', async () => {
    await story.later('3h');
    await reachesPeople('1.0.0');
    expect(await goesWrong(story, shop, { name: 'CartLatency' })).toBe('INC-2');
    await story.after('5s');
    const said = mode();
    expect(said.text).toMatch(
      /^INC-2 looks like .* Cold carts \(alert CartLatency\): After a restart .* Last worked .*\(ana, in a drill\)\./,
    );
    expect(said.text).not.toMatch(/Full disk/);
    expect(story.thread(story.message(/^INC-2, /))).toContain(said.text);
    expect(story.offers(said)).toEqual([
      'mitigate:cold-carts:0',
      'mitigate:cold-carts:1',
      'mode-worked:cold-carts',
      'mode-failed:cold-carts',
    ]);
    expect(JSON.stringify(said.blocks)).toMatch(/"confirm":.*returns from 1\.0\.0 to 1\.1\.0/);
    expect(JSON.stringify(said.blocks)).toMatch(/https:\/\/wiki\.example\/carts/);
  });

  test('a press of a stranger changes nothing, nor one of somebody without the right', async () => {
    const before = [
      await served(),
      await recorded(),
      (await story.fairway.records.breakers()).length,
    ];
    for (const who of ['gus', 'eli']) {
      for (const action of story.offers(mode())) {
        await story.presses(who, action, mode());
        expect(story.told(who).text).toMatch(/not linked to a person|never decide|You can't steer/);
      }
    }
    await story.after('10s');
    expect([
      await served(),
      await recorded(),
      (await story.fairway.records.breakers()).length,
    ]).toEqual(before);
  });

  test('pressed by whoever may, it rolls the suspect back, and the button is gone', async () => {
    const [suspect] = await served();
    await story.presses('bo', 'mitigate:cold-carts:0', mode());
    await story.after('30s');
    const [back] = await served();
    expect(back).toMatchObject({ kind: 'rollback', rollbackOf: suspect?.id, requestedBy: 'bo' });
    expect(back?.because).toBe('INC-2: Cold carts');
    const incident = await story.fairway.records.incident('INC-2');
    expect(incident?.links).toMatchObject([{ role: 'cause' }, { role: 'fix' }]);
    expect(story.offers(mode())).not.toContain('mitigate:cold-carts:0');
    expect(story.reads(mode())).toMatch(/Roll back: D-\d+ is taken back by D-\d+\./);
  });

  test('whether it worked is asked until somebody says so, and moves when it last did', async () => {
    await calmsDown(story, 'INC-2');
    await story.after('5s');
    expect(story.offers(mode())).toEqual(['mode-worked:cold-carts', 'mode-failed:cold-carts']);
    await story.presses('bo', 'mode-worked:cold-carts', mode());
    await story.after('5s');
    expect(mode().text).toMatch(/Last worked .*\(bo, INC-2\)\. bo says of INC-2: it worked\./);
    expect(story.offers(mode())).toEqual(['mode-failed:cold-carts']);
    await story.types('bo', '/release mitigated INC-2 cold-carts worked');
    expect(story.told('bo').text).toMatch(/bo said so already/);
    expect(await recorded()).toHaveLength(2);
    await story.types('bo', '/release mitigated INC-2 full-disk failed because "no help"');
    expect(story.told('bo').text).toMatch(/against Full disk it did not work in INC-2/);
    await story.types('ana', '/deploy shop@1.0.0 to production because "again"');
    expect(story.reads(story.told('ana'))).toMatch(/Cold carts[\s\S]*Last worked[\s\S]*INC-2/);
  });
});
