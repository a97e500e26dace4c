import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { HandOffRules } from '../../src/domain/governance/hand-off.ts';
import { useStory } from './harness.ts';

describe('1.3 a clock on every hand-off of an artifact, with a named owner', () => {
  const handOffs = HandOffRules.parse({
    environment: 'production',
    scanned: { within: '4h', owner: 'sre', next: 'release-managers' },
    approved: { within: '1d', owner: 'owners', next: 'on-call' },
  });
  const scanned = { within: 4 * 3_600_000, owner: 'code-owners', next: 'release-managers' };
  const rules = (catalog: Catalog): Catalog => ({
    ...catalog,
    handOffs,
    services: catalog.services.map((one) =>
      one.name === 'search' ? { ...one, handOffs: { scanned } } : one,
    ),
  });
  const story = useStory({ rules });
  const late = () => story.texts().filter((one) => /is not scanned/.test(one));

  test('told that it is built, its scan is waited for', async () => {
    await story.types('ana', '/release mark shop@1.1.0 built');
    expect(story.told('ana').text).toMatch(/shop 1\.1\.0 is built/);
    await story.types('ana', '/release mark shop@1.1.0 built');
    expect(story.told('ana').text).toMatch(/shop 1\.1\.0 is built already/);
    await story.types('bo', '/release hand-offs shop');
    expect(story.told('bo').text).toMatch(
      /shop 1\.1\.0 \(built 2026-11-18 10:.*, scanned by 2026-11-18 14:.*, sre answers\)/,
    );
  });

  test('late, its owner is asked by name in the channel, once, and then the next one', async () => {
    await story.later('4h');
    await story.after('10s');
    await story.after('10s');
    expect(late()).toEqual([
      expect.stringMatching(
        /^shop 1\.1\.0 is not scanned for 4 hours, and sre answers for that\. bo: please hand it on/,
      ),
    ]);
    await story.later('4h');
    await story.after('10s');
    await story.after('10s');
    expect(late()).toHaveLength(2);
    expect(late()[1]).toMatch(/release-managers, after sre, answers for that\. dana: please/);
    const lines = await story.fairway.records.ledger('artifact:shop@1.1.0');
    expect(lines.map(({ body }) => body['what'])).toEqual(['late', 'late', 'marked-built']);
  });

  test('scanned, it waits for its approval; live, it is over', async () => {
    await story.types('bo', '/release mark shop@1.1.0 scanned --report https://scans.example/7');
    await story.types('ana', '/release hand-offs');
    expect(story.told('ana').text).toMatch(/approved by 2026-11-19 1.*, owners answers/);
    expect(story.reads({ blocks: story.told('ana').blocks })).toMatch(/scans\.example\/7/);
    await story.types('eli', '/release mark shop@1.2.0-slow built');
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
  });

  test('where nobody can tell which files change the next one is asked for their owners, and it says so', async () => {
    await story.types('ana', '/release mark search@2.1.0 built');
    await story.types('ana', '/release hand-offs search');
    expect(story.told('ana').text).toMatch(/scanned by .*, code-owners answers/);
    await story.later('4h');
    await story.after('10s');
    const asked = () => story.texts().filter((one) => /^search 2\.1\.0 is not scanned/.test(one));
    const said =
      /for 4 hours, and release-managers answers for that, not code-owners: which files change is not known\. dana: please hand it on/;
    expect(asked()).toEqual([expect.stringMatching(said)]);
    await story.later('5h');
    await story.after('10s');
    expect(asked()).toHaveLength(1);
  });
});

describe('1.3 the live card says who has the hand-off of what it brings', () => {
  const handOffs = HandOffRules.parse({
    environment: 'production',
    scanned: { within: '4h', owner: 'sre', next: 'release-managers' },
    approved: { within: '2h', owner: 'sre', next: 'release-managers' },
  });
  const story = useStory({ rules: (catalog) => ({ ...catalog, handOffs }) });
  const card = () => story.message(/ana asks to put shop 1\.1\.0/);

  test('until when it is theirs, and anew with each mark', async () => {
    await story.types('ana', '/release mark shop@1.1.0 built');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.after('3s');
    expect(card().text).toMatch(/Hand-off: scanned by 2026-11-18 14:00:\d\d UTC, with sre\.$/);
    await story.types('bo', '/release mark shop@1.1.0 scanned');
    await story.after('5s');
    expect(card().text).toMatch(/Hand-off: approved by 2026-11-18 12:01:\d\d UTC, with sre\.$/);
    expect(story.reads(card())).toMatch(
      /Hand-off:\n approved\n by \n2026-11-18 12:01 UTC\n, with sre/,
    );
  });

  test('late: who was asked, and who has it after them', async () => {
    await story.later('2h');
    await story.after('10s');
    expect(card().text).toMatch(
      /Hand-off: not approved in time, with bo of sre since 2026-11-18 12:01:\d\d UTC until 2026-11-18 14:01:\d\d UTC, then with release-managers\.$/,
    );
    expect(story.reads(card())).toMatch(
      /not approved in time, with \nU0BO000001\n of \nsre\n since \n2026-11-18 12:01 UTC/,
    );
  });

  test('handed over: who has it now, from whom', async () => {
    await story.later('2h');
    await story.after('10s');
    expect(card().text).toMatch(
      /Hand-off: not approved in time, with dana of release-managers since 2026-11-18 14:01:\d\d UTC, from sre\.$/,
    );
    expect(story.reads(card())).toMatch(
      /U0DANA0001\n of \nrelease-managers\n since .*\n, from sre/s,
    );
  });

  test('approved, nobody is waited for', async () => {
    await story.types('bo', '/release approve D-2');
    await story.after('30s');
    const running = story.message(/^shop 1\.1\.0 to production: step/);
    expect(running.text).not.toMatch(/Hand-off/);
    expect(story.reads(running)).not.toMatch(/Hand-off/);
  });
});
