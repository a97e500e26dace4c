import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Cadence } from '../../src/domain/governance/cadence.ts';
import { Train } from '../../src/domain/governance/train.ts';
import { useStory } from './harness.ts';

/** It begins on Wednesday 18 November 2026, 11:00 in Berlin; chen alone owns both services here. */
describe('8.4 the calendar finds who is booked twice, and the least shift', () => {
  const cadence: Cadence = {
    name: 'weekday-train',
    to: 'production',
    services: ['search', 'shop'],
    days: ['mo', 'tu', 'we', 'th', 'fr'],
    at: '14:00',
    zone: 'Europe/Berlin',
  };
  const rules = (catalog: Catalog): Catalog => ({
    ...catalog,
    cadences: [cadence],
    services: catalog.services.map((one) => ({ ...one, owners: ['shop-owners'] })),
  });
  const story = useStory({ rules });
  let moved = '';

  test('a planned start says so on its preview, with a line that frees both', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types(
      'ana',
      '/release schedule search from staging to production every weekday at 14:00 Europe/Berlin --yes',
    );
    await story.types('ana', '/deploy shop@1.1.0 to production at 14:00');
    const { text = '' } = story.told('ana');
    expect(text).toMatch(/Booked twice .* chen \(owner\) by .*search to production \(S-1\)/);
    [, moved = ''] =
      /frees both is to start .*(\/deploy shop 1\.1\.0 .* at \S+ Europe\/Berlin)/.exec(text) ?? [];
    expect(moved).toMatch(/at 2026-11-18T1[34]:\d\d Europe\/Berlin$/);
    await story.presses('ana', 'start');
    await story.types('bo', '/release calendar 1d');
    expect(story.told('bo').text).toMatch(
      /Booked twice .* chen \(owner\) by .*The least shift .*(\/release abort D-2|\/release unschedule S-1)/,
    );
  });

  test('typed, nobody is booked twice any more', async () => {
    await story.types('ana', '/release abort D-2 because "moved"');
    await story.types('ana', moved);
    expect(story.told('ana').text).toMatch(/Ready to deploy shop 1\.1\.0/);
    expect(story.told('ana').text).not.toMatch(/Booked twice/);
    await story.presses('ana', 'start');
    await story.types('bo', '/release calendar 1d');
    expect(story.told('bo').text).toMatch(/planned start shop 1\.1\.0 to production \(D-\d\)/);
    expect(story.told('bo').text).not.toMatch(/Booked twice/);
  });

  test('a schedule that would do so says it before it is made', async () => {
    await story.types(
      'ana',
      '/release schedule shop from staging to production every weekday at 14:00',
    );
    expect(story.told('ana').text).toMatch(
      /Booked twice .*search to production \(S-1\).*The least shift .*\/release schedule shop from staging to production every weekday at 1[34]:\d\d Europe\/Berlin/,
    );
  });

  test('locks stand in the calendar, and services that keep another cadence are named', async () => {
    await story.types('chen', '/release lock search in production for 2h because "index is moved"');
    await story.types('bo', '/release calendar 1d in production');
    expect(story.told('bo').text).toMatch(/lock search in production by chen until 2026-11-18/);
    expect(story.told('bo').text).toMatch(
      /Cadence weekday-train \(production, every weekday at 14:00 Europe\/Berlin\): shop has no schedule: \/release schedule shop from staging to production every weekday at 14:00 Europe\/Berlin/,
    );
    expect(story.told('bo').text).not.toMatch(/weekday-train.*search has/);
  });
});

describe('8.4 the calendar finds whom a train books twice', () => {
  const train = (name: string, waves: string[][]) => ({
    name,
    ...Train.parse({
      ...{ to: 'production', waves, driver: 'dana', cutOff: '1h' },
      ...{ days: ['we'], at: '14:00', zone: 'Europe/Berlin' },
    }),
  });
  let trains = [train('weekly', [['search']])];
  const rules = (catalog: Catalog): Catalog => ({
    ...catalog,
    trains,
    services: catalog.services.map((one) => ({ ...one, owners: ['shop-owners'] })),
  });
  const story = useStory({ rules });

  test('an owner of what rides, by a planned start of another service: that one moves', async () => {
    for (const line of ['shop@1.1.0', 'search@2.1.0']) {
      await story.types('ana', `/deploy ${line} to staging`);
      await story.after('1m');
    }
    await story.types('ana', '/deploy shop@1.1.0 to production at 14:00');
    expect(story.told('ana').text).not.toMatch(/Booked twice/);
    await story.types('ana', '/release train join weekly search@2.1.0');
    await story.types('ana', '/deploy shop@1.1.0 to production at 14:00');
    expect(story.told('ana').text).toMatch(
      /Booked twice .* chen \(owner\) by .*train weekly to production.*frees both is to start .*at 2026-11-18T1[34]:\d\d Europe/,
    );
  });

  test('the driver of two trains at one time', async () => {
    trains = [...trains, train('monthly', [['shop']])];
    await story.types('bo', '/release calendar 1d');
    expect(story.told('bo').text).toMatch(
      /Booked twice .* dana \(driver\) by train \w+ to production and train \w+ to production/,
    );
  });
});
