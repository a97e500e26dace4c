import { describe, expect, test } from 'vitest';
import { Publisher } from '../../src/domain/governance/publication.ts';
import { useStory } from './harness.ts';

const publishes = ['checkout', 'search'].map((service) => ({
  repository: `acme/${service}`,
  service,
}));
const tells = (name: string, map: Record<string, string>): Publisher =>
  Publisher.parse({ name, kind: 'generic', secrets: ['env:HOOK'], publishes, map });

describe('1.3 machines tell that an artifact is built and scanned', () => {
  const ci = tells('ci', {});
  const scanner = tells('scanner', { mark: 'body.stage', report: 'body.report' });
  const story = useStory({ rules: (catalog) => ({ ...catalog, publishers: [ci, scanner] }) });
  const image = (tag: string, service = 'checkout') => ({ repository: `acme/${service}`, tag });
  const scanned = (tag: string, report: string) => ({ ...image(tag), stage: 'scanned', report });
  const shown = async (id: string) => {
    await story.types('ana', `/release show ${id}`);
    return story.reads({ blocks: story.told('ana').blocks }).replace(/\s+/g, ' ');
  };
  const ledger = async (artifact: string) =>
    (await story.fairway.records.ledger(`artifact:${artifact}`))
      .map(({ body: { what, by } }) => `${what} by ${by}`)
      .toReversed();

  test('what is published is built, once, where its service has clocks', async () => {
    expect(await story.posts('ci', image('1.4.3'), 'guess')).toBe(401);
    expect(await ledger('checkout@1.4.3')).toEqual([]);
    expect(await story.posts('ci', image('1.4.3'))).toBe(202);
    expect(await story.posts('ci', image('1.4.3'))).toBe(202);
    expect(await story.posts('ci', { ...image('1.4.3'), delivery: 2 })).toBe(202);
    expect(await ledger('checkout@1.4.3')).toEqual(['marked-built by hook:ci']);
    await story.posts('ci', image('2.1.0', 'search'));
    expect(await ledger('search@2.1.0')).toEqual([]);
  });

  test('what no registry knows is looked for each minute, and then is marked by nobody', async () => {
    await story.posts('ci', image('7.0.0'));
    for (let minute = 0; minute < 17; minute += 1) await story.after('61s');
    expect(await ledger('checkout@7.0.0')).toEqual([]);
    expect(await story.fairway.records.handOff('checkout', '7.0.0')).toBeNull();
    const open = await story.database.pool.query(`SELECT id FROM inbox WHERE done_at IS NULL`);
    expect(open.rows).toEqual([]);
  });

  test('what comes later, and a registry that is away, are waited for', async () => {
    story.world.setRegistry(false);
    expect(await story.posts('ci', image('1.4.2'))).toBe(202);
    await story.later('20m');
    expect(await ledger('checkout@1.4.2')).toEqual([]);
    story.world.setRegistry(true);
    await story.after('61s');
    await story.after('61s');
    expect(await ledger('checkout@1.4.2')).toEqual(['marked-built by hook:ci']);
  });

  test('a scanner tells its own, with a report; that asks for no version', async () => {
    const report = 'https://scans.example/1.4.3';
    expect(await story.posts('scanner', scanned('1.4.3', 'ask the scanner'))).toBe(400);
    expect(await story.posts('scanner', { ...scanned('1.4.3', report), stage: 'fine' })).toBe(400);
    expect(await story.posts('scanner', image('1.4.3'))).toBe(400);
    await story.types(
      'ana',
      '/release schedule checkout to staging when published because "each release"',
    );
    expect(story.message(/^Schedule S-1/).text).toMatch(/waits to be told of a version/);
    await story.later('26h');
    expect(await story.posts('scanner', scanned('1.4.3', report))).toBe(202);
    expect(await story.posts('scanner', scanned('1.4.3', report))).toBe(202);
    expect((await ledger('checkout@1.4.3')).at(-1)).toBe('marked-scanned by hook:scanner');
    const row = await story.fairway.records.handOff('checkout', '1.4.3');
    expect(row?.marks.map((one) => one.report)).toEqual([null, report]);
    const ordered = await story.fairway.records.schedule('S-1');
    expect([ordered?.id, ordered?.heard ?? null]).toEqual(['S-1', null]);
  });

  test('its deployments show when each was, and how late', async () => {
    await story.types('ana', '/deploy checkout@1.4.3 to staging');
    await story.types('ana', '/deploy search@2.1.0 to staging');
    expect(await shown('D-1')).toMatch(
      /Hand-offs: built .* , scanned .* \(late by 2 hours \d+ minutes\)/,
    );
    expect(await shown('D-2')).not.toMatch(/Hand-offs/);
  });
});
