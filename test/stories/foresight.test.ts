import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

describe('a deployment at a moment to come', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      people: catalog.people.map((p) =>
        p.id === 'dana'
          ? { ...p, workingHours: { days: ['mo', 'tu', 'we'], from: '09:00', until: '17:00' } }
          : p,
      ),
      delegations: [
        {
          from: 'bo',
          to: 'eli',
          since: '2026-11-20T00:00',
          until: '2026-11-23T00:00',
          zone: 'UTC',
          because: 'away',
        },
      ],
    }),
  });
  const created = () => story.fairway.records.deployments({ environment: 'production', limit: 9 });

  test('it begins with a version that may go to production', async () => {
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('30s');
    story.message(/^search 2\.1\.0 to staging: succeeded/);
  });

  test('in a blackout of that moment, with who would be asked then', async () => {
    await story.types('ana', '/deploy search@2.1.0 to production --as-of "Sun 03:30"');
    const { text } = story.told('ana');
    expect(text).toMatch(/^search 2\.1\.0 to production as of 2026-11-22 02:30:00 UTC: Closed: /);
    expect(text).toMatch(/in blackout \(index rebuild\) until 2026-11-22 03:00:00 UTC/);
    expect(text).toMatch(/"production" asks 1 of bo or chen, not at work: dana, on call: chen\./);
    expect(text).toMatch(/Nothing was created\.$/);
    expect(story.reads(story.told('ana'))).toMatch(/U0ELI00001[\s\S]* for [\s\S]*U0BO000001/);
    expect(story.offers(story.told('ana'))).toEqual([]);
    expect(await created()).toEqual([]);
  });

  test('an hour later nothing is closed; in another zone it is another moment', async () => {
    await story.types('ana', '/deploy search@2.1.0 to production --as-of "Sun 04:30"');
    expect(story.told('ana').text).toMatch(/03:30:00 UTC: Nothing is closed then\./);
    await story.types('ana', '/deploy search@2.1.0 to production --as-of "Sun 02:30 UTC"');
    expect(story.told('ana').text).toMatch(/02:30:00 UTC: Closed: /);
  });

  test('what is only so now is told apart', async () => {
    await story.types('chen', '/release lock search in production because "disk is being moved"');
    await story.types('ana', '/deploy search@2.1.0 to production --as-of +1h');
    const seen = story.reads(story.told('ana'));
    expect(story.told('ana').text).toMatch(/Nothing is closed then\..* As things are now: .*chen/);
    expect(seen).toMatch(/As it is now; it may change until then[\s\S]*chen/);
    await story.types('ana', '/deploy search@2.1.0 to production --as-of +3h');
    expect(story.told('ana').text).not.toMatch(/chen locked/);
  });

  test('what could not even be asked for now is told, and still nothing is created', async () => {
    await story.types('ana', '/deploy search@2.3.0 to production --as-of +2h');
    expect(story.told('ana').text).toMatch(
      /Asked for now it would be refused: .*2\.3\.0 is not verified in staging/,
    );
    expect(await created()).toEqual([]);
  });

  test.each([
    ['"Fri"', /"Fri" is not a time I can read\. Write 17:00/],
    ['2026-11-01T10:00', /is over\. What is to come can be foreseen/],
    ['"2027-03-28 02:30"', /There is no 2027-03-28 02:30 in Europe\/Berlin\..*Write the one/],
  ])('--as-of %s is refused', async (moment, expected) => {
    await story.types('ana', `/deploy search@2.1.0 to production --as-of ${moment}`);
    expect(story.told('ana').text).toMatch(expected);
  });

  test('somebody without the right is refused as they would be then', async () => {
    await story.types('eli', '/deploy search@2.1.0 to production --as-of +2h');
    expect(story.told('eli').text).toMatch(/You can't deploy to production/);
  });

  test('can, as of a moment: stand-ins and blackouts of then', async () => {
    await story.types('ana', '/release can eli approve search production');
    expect(story.told('ana').text).toMatch(/^No: eli may not approve/);
    await story.types('ana', '/release can eli approve search production --as-of "Sat 12:00"');
    expect(story.told('ana').text).toMatch(/^Yes: eli may approve .* eli decides for bo/);
    await story.types('eli', '/release can ana deploy search production --as-of "Sun 02:30"');
    expect(story.told('eli').text).toMatch(/As of 2026-11-22 02:30:00 UTC: .*index rebuild/);
  });
});
