import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { useStory } from './harness.ts';

/** Chen hands platform over to bo on Monday at nine in Berlin. */
const SUNDAY = instant(Date.UTC(2026, 10, 22, 20));

/** What the provider misses of a way back, as its answer stands now. */
const missing: string[] = [];

/** Checkout bakes in staging through the night. */
function overNight(catalog: Catalog): Catalog {
  const strategy = { kind: 'rolling' as const, batches: [50], bake: 14 * 3_600_000 };
  const services = catalog.services.map((one) => {
    const { staging } = one.environments;
    if (one.name !== 'checkout' || !staging) return one;
    return { ...one, environments: { ...one.environments, staging: { ...staging, strategy } } };
  });
  return { ...catalog, services };
}

describe('7.2 whoever comes on call is told what is open', () => {
  const story = useStory({
    start: SUNDAY,
    rules: overNight,
    probes: { toolsAt: async () => ({ lacks: missing, prints: {} }) },
  });
  /** Where somebody is told what in direct messages. */
  const messages = (user: string) => {
    const dm = story.slack.state().channels.find((one) => one.is_im && one.members.includes(user));
    return dm ? story.slack.messages(dm.id, user) : [];
  };
  const direct = (user: string): readonly string[] => messages(user).map(({ text }) => text ?? '');

  test('asked for at any time: the worst first, and what there is none of', async () => {
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/release incident open search in staging because "no results"');
    await story.after('2s');
    await story.types('bo', '/release handover search');
    const seen = story.told('bo');
    expect(seen.text).toMatch(/^Hand-over of search: open incidents: 1/);
    expect(story.reads(seen).replaceAll('\n', '')).toMatch(
      /INC-1, error: no results; nobody is on it/,
    );
    expect(story.reads(seen)).toMatch(/None: stopped lines, waiting for a person, running/);
    await story.types('bo', '/release handover serch');
    expect(story.told('bo').text).toMatch(/"serch" is no service and owns none.*handover search/s);
  });

  test('before the turn one bakes, one waits with no way back, and production will be closed', async () => {
    await story.types('ana', '/deploy checkout@1.4.2 to staging');
    await story.after('1m');
    missing.push('the program ./shift cannot be run');
    await story.types('ana', '/deploy search@2.1.0 to production');
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('15s');
    await story.types('bo', '/release blackout add production for 20h because "inventory"');
    const all = await story.fairway.records.deployments({ statuses: ['running'], limit: 9 });
    expect(all.map(({ service, hold }) => [service, hold !== null]).toSorted()).toEqual([
      ['checkout', false],
      ['search', true],
    ]);
  });

  test('when the turn changes, its person gets one direct message, and nobody else', async () => {
    expect(direct('U0BO000001')).toEqual([]);
    await story.later('12h'); // Monday, nine in Berlin
    await story.after('10s');
    await story.after('1m');
    await story.later('30m');
    const told = direct('U0BO000001').filter((text) => text.includes('on call for platform'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/until 2026-11-30 08:00.*Hand-over of platform: open incidents: 1/);
    const seen = story.reads(messages('U0BO000001').at(-1) ?? {}).replaceAll('\n', '');
    const parts = [
      /Waiting for a person.*D-3.*search 2\.1\.0 to production.*the program \.\/shift cannot be run/,
      /Running.*D-2.*checkout 1\.4\.2 to staging.*baking/,
      /No rollback ready.*D-3.*search 2\.1\.0 to production: the program \.\/shift cannot be run/,
      /Closed in the next day.*inventory.*in production/,
    ];
    for (const part of parts) expect(seen).toMatch(part);
    expect(direct('U0CHEN0001').filter((text) => text.includes('on call'))).toEqual([]);
  });
});
