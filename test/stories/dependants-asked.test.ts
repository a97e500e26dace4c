import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { ApprovalRule } from '../../src/domain/governance/approval.ts';
import { useStory } from './harness.ts';

/** Shop, which is dana's here, cannot do without search, and checkout, which is the platform's, not without shop. */
const rules = (catalog: Catalog): Catalog => ({
  ...catalog,
  groups: catalog.groups.map((one) =>
    one.name === 'shop-owners' ? { ...one, members: ['dana'] } : one,
  ),
  approvals: [
    ApprovalRule.parse({
      name: 'blast radius',
      environments: ['production'],
      groups: ['dependants', 'sre'],
      dependants: { ask: 'each' },
    }),
  ],
});

describe('8.7 each owner of what depends on it is asked', () => {
  const story = useStory({ rules });
  const search = { service: 'search', environment: 'production' };
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];

  test('the preview says who, and what of theirs depends on it', async () => {
    story.world.steady(search, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy search@2.1.0 to production');
    const preview = story.told('ana');
    expect(preview.text).toMatch(/2 approvals needed/);
    expect(story.reads(preview)).toMatch(/shop-owners \(shop depends on search\)/);
    expect(story.reads(preview)).toMatch(/platform \(checkout depends on search\)/);
    await story.presses('ana', 'start');
    await story.after('3s');
  });

  test('nobody answers for what is somebody else’s', async () => {
    await story.presses('ana', 'approve');
    expect(story.told('ana').text).toMatch(/You can't approve your own deployment/);
    await story.presses('chen', 'approve');
    await story.after('1m');
    expect(await newest()).toMatchObject({ status: 'pending', approvals: [{ by: 'chen' }] });
    const card = story.reads(story.message(/ana asks to put search 2\.1\.0/));
    expect(card).toMatch(/platform\s*: approved by/);
    expect(card).toMatch(/shop-owners\s*\(shop depends on search\): waiting, 0 of 1/);
    await story.types('eli', '/release why D-2');
    expect(story.told('eli').text).toMatch(
      /1 more approval from shop-owners \(shop depends on search\)\. Rule: approval "blast radius: shop-owners".* dana can change that/,
    );
  });

  test('with the yes of both it runs', async () => {
    await story.presses('dana', 'approve');
    await story.after('2m');
    story.message(/^search 2\.1\.0 to production: succeeded/);
  });

  test('what nobody could say yes to for one of them is not even asked', async () => {
    await story.types('ana', '/deploy search@2.2.0 to staging');
    await story.after('30s');
    await story.types('dana', '/deploy search@2.2.0 to production');
    expect(story.told('dana').text).toMatch(
      /Nobody could approve this: rule "blast radius: shop-owners" needs 1 of shop-owners \(shop depends on search\)/,
    );
    expect(await newest()).toMatchObject({ environment: 'staging' });
  });

  test('what nothing depends on asks nobody', async () => {
    await story.types('ana', '/deploy checkout@1.4.2 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy checkout@1.4.2 to production');
    expect(story.told('ana').text).toMatch(/0 approvals needed/);
  });
});
