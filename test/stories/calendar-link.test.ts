import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { useStory } from './harness.ts';
import { weeklyTrain } from './weekly-train.ts';

describe('8.4 the calendar, read by calendar programs', () => {
  let gone: readonly string[] = [];
  const rules = (catalog: Catalog): Catalog => ({
    ...catalog,
    trains: [weeklyTrain()],
    people: catalog.people.filter(({ id }) => !gone.includes(id)),
  });
  const story = useStory({ rules });
  const links = new Map<string, string>();
  const linkOf = (who: string): string =>
    /\/calendar\/([\w-]{43})\.ics/.exec(story.told(who).text ?? '')?.[1] ?? '';
  const read = (token: string | undefined) => story.fairway.calendar(token ?? '');
  const summaries = async (who: string) =>
    ((await read(links.get(who)))?.match(/^SUMMARY:.*(\r\n .*)*/gm) ?? []).map((line) =>
      line.replaceAll('\r\n ', '').slice('SUMMARY:'.length),
    );

  test('everybody of the organisation has a link of their own; only its hash is kept', async () => {
    for (const who of ['ana', 'bo']) {
      await story.types(who, '/release calendar link');
      links.set(who, linkOf(who));
    }
    expect(story.told('ana').text).toMatch(/shown this once: \S*\/calendar\//);
    expect(links.get('ana')).not.toBe(links.get('bo'));
    const { rows } = await story.database.pool.query('SELECT * FROM calendar_link');
    expect(rows).toHaveLength(2);
    const ledger = await story.fairway.records.ledger('person:ana');
    const kept = JSON.stringify([rows, ledger]);
    for (const token of links.values()) expect(kept).not.toContain(token);
    expect(ledger[0]?.body).toMatchObject({ what: 'calendar-link-made', by: 'ana' });
    await story.types('gus', '/release calendar link');
    expect(story.told('gus').text).toMatch(/This account can look, but never decide/);
  });

  test('it holds blackouts and windows, what a command closed, locks, trains, planned starts and schedules', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types(
      'ana',
      '/deploy shop@1.1.0 to production at 20:00 Europe/Berlin because "the basket"',
    );
    await story.presses('ana', 'start');
    await story.types('ana', '/release blackout add production until 18:00 because "INC-42"');
    await story.types(
      'ana',
      '/release schedule search from staging to production every weekday at 10 Europe/Berlin --yes',
    );
    await story.types('bo', '/release lock checkout in staging for 2h because "the index"');
    const all = await summaries('ana');
    expect(all).toContain('lock: checkout in staging');
    expect(all).toContainEqual(expect.stringMatching(/^train: weekly/));
    expect(all).toContain('blackout: INC-42');
    expect(all).toContain('planned start: shop 1.1.0 to production (D-2)');
    expect(all).toContain('schedule: search from staging to production (S-1)');
    expect(all.filter((one) => /^blackout: index rebuild/.test(one)).length).toBeGreaterThan(5);
    expect(await summaries('bo')).toEqual(all);
  });

  test('a new link closes the old one, and taken back it opens nothing', async () => {
    const old = links.get('ana');
    await story.types('ana', '/release calendar link');
    links.set('ana', linkOf('ana'));
    expect(await read(old)).toBeNull();
    expect(await read(links.get('ana'))).toMatch(/^BEGIN:VCALENDAR/);
    await story.types('ana', '/release calendar revoke');
    expect(story.told('ana').text).toMatch(/opens nothing any more/);
    expect(await read(links.get('ana'))).toBeNull();
    await story.types('ana', '/release calendar revoke');
    expect(story.told('ana').text).toMatch(/You had no link/);
  });

  test('whoever leaves the organisation takes theirs along', async () => {
    expect(await read(links.get('bo'))).toMatch(/^BEGIN:VCALENDAR/);
    gone = ['bo'];
    expect(await read(links.get('bo'))).toBeNull();
    gone = [];
  });
});
