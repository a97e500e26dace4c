import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Cadence } from '../../src/domain/governance/cadence.ts';
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
