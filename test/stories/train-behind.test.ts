import { describe, expect, test } from 'vitest';
import { direct, pressesDirect } from './direct.ts';
import { useStory } from './harness.ts';
import { ID, NEXT, weeklyTrain } from './weekly-train.ts';

const weekly = weeklyTrain();

/** It begins at 11:00 in Berlin, an hour before the cut-off; bo wrote what checkout 1.4.3 brings. */
describe('5.5 who is left behind hears so in person', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, trains: [weekly] }) });
  const rider = async (id: string, service: string) =>
    (await story.fairway.records.departure(id))?.riders.find((r) => r.service === service);
  const told = (who: string) =>
    direct(story, who).flatMap(({ text }) => (/stays behind\./.test(text) ? [text] : []));

  test('without the mark at the cut-off: who boarded it and who wrote it, once, and how to ride', async () => {
    for (const service of ['search', 'checkout'])
      story.world.steady({ service, environment: 'production' }, 40);
    await story.types('ana', '/deploy checkout@1.4.2 to staging');
    await story.after('1m');
    await story.types('ana', '/deploy checkout@1.4.2 to production');
    await story.presses('ana', 'start');
    for (const who of ['chen', 'bo', 'dana']) await story.types(who, '/release approve D-2');
    await story.after('8m');
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.types('ana', '/deploy checkout@1.4.3 to staging');
    await story.after('1m');
    await story.types('ana', '/release train join weekly search@2.1.0');
    await story.types('ana', '/release train ready weekly search');
    await story.types('ana', '/release train join weekly checkout@1.4.3');
    expect(await rider(ID, 'checkout')).toMatchObject({ people: ['bo'], by: 'ana' });
    await story.later('1h');
    await story.after('10m');
    const why =
      /^checkout 1\.4\.3 stays behind\. checkout 1\.4\.3 is off weekly to production: bo had not marked it ready at the cut-off\. The one that boards now departs 2026-11-25 13:00:00 UTC, ready by 2026-11-25 11:00:00 UTC\. To ride on it: \/release train join weekly checkout@1\.4\.3$/;
    expect(told('ana')).toEqual([expect.stringMatching(why)]);
    expect(told('bo')).toEqual([expect.stringMatching(why)]);
    for (const other of ['chen', 'dana', 'eli']) expect(told(other)).toEqual([]);
    const [note] = direct(story, 'bo').filter(({ text }) => /stays behind/.test(text));
    const read = story.reads(note ?? {});
    expect(read).toMatch(/bo had not marked it ready at the cut-off/);
    expect(read).toMatch(/\/release train join weekly checkout@1\.4\.3/);
  });

  test('the button beside it puts it on the next one', async () => {
    await pressesDirect(story, 'bo', 'train:join:checkout');
    expect(await rider(NEXT, 'checkout')).toMatchObject({ state: 'aboard', by: 'bo' });
  });

  test('refused at its time: why', async () => {
    await story.types('chen', '/release lock search in production for 4h because "move"');
    await story.later('90m');
    await story.after('20m');
    expect(await rider(ID, 'search')).toMatchObject({ state: 'off' });
    expect(told('ana')).toHaveLength(2);
    expect(told('ana')[1]).toMatch(
      /^search 2\.1\.0 stays behind.*chen locked search.*To ride on it: \/release train join weekly search@2\.1\.0$/,
    );
    expect(told('bo')).toHaveLength(1);
  });

  test('taken off by a driver: the others are told, and not the driver', async () => {
    await story.types('dana', '/release train leave weekly checkout because "not this week"');
    await story.after('5s');
    expect(told('bo')).toHaveLength(2);
    expect(told('bo')[1]).toMatch(
      /^checkout 1\.4\.3 stays behind.*dana took it off: not this week/,
    );
    expect(told('ana')).toHaveLength(2);
    expect(told('dana')).toEqual([]);
  });

  test('held until it is too late: who holds it, and why', async () => {
    await story.types('ana', '/release train join weekly search@2.1.0');
    await story.types('ana', '/release train ready weekly search');
    await story.types('dana', '/release train hold weekly because "the bank is down"');
    for (let day = 0; day < 6; day += 1) await story.later('24h');
    await story.later('23h');
    await story.after('90m');
    expect(await rider(NEXT, 'search')).toMatchObject({ state: 'off' });
    expect(told('ana')).toHaveLength(3);
    expect(told('ana')[2]).toMatch(
      /^search 2\.1\.0 stays behind.*its departure was missed, since dana holds weekly: the bank is down.*departs 2026-12-02 13:00:00 UTC/,
    );
  });
});
