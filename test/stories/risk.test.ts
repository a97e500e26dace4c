import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { BoardRule } from '../../src/domain/governance/board.ts';
import { RiskRule } from '../../src/domain/risk/risk.ts';
import { useStory } from './harness.ts';

const shop = { service: 'shop', environment: 'production' };

/** What is feared a little asks the release managers too; what is feared much, the board. */
function withRisk(example: Catalog): Catalog {
  const rule = {
    name: 'risky',
    environments: ['production'],
    groups: ['release-managers'],
    quorum: 1,
    risk: 'medium' as const,
  };
  return {
    ...example,
    approvals: [...example.approvals, rule],
    risk: RiskRule.parse({ medium: 40, high: 60 }),
    cab: BoardRule.parse({
      environments: ['production'],
      groups: ['sre'],
      businessSeat: 'release-managers',
      impact: { tiers: [], firstDeployment: false, risk: 'high' },
    }),
  };
}

describe('8.1, 8.5 rules by risk', () => {
  const story = useStory({ rules: withRisk });
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];
  const rules = async () =>
    (await newest())?.gates
      .flatMap((gate) => (gate.kind === 'approval' ? gate.slots : []))
      .map((s) => s.rule);

  async function asks(version: string): Promise<void> {
    story.world.steady(shop, 40);
    await story.types('ana', `/deploy shop@${version} to staging`);
    await story.after('30s');
    await story.types('ana', `/deploy shop@${version} to production because "new basket"`);
  }

  test('the preview says how much there is to fear, and why', async () => {
    await asks('1.1.0');
    expect(story.told('ana').text).toMatch(/Risk: medium\./);
    expect(story.reads(story.told('ana'))).toMatch(
      /\*Risk\*\s+\*medium\* \(5\d of 100\): tier 1, (no record there yet|which files change is not known)/,
    );
  });

  test('a rule about that level asks its people; the board is not called for less than its own', async () => {
    await story.presses('ana', 'start');
    await story.after('3s');
    expect(await rules()).toEqual(['production', 'risky']);
    expect((await newest())?.gates.map(({ kind }) => kind)).not.toContain('cab');
    const card = story.message(/^ana asks to put shop 1\.1\.0 in production/);
    expect(story.reads(card)).toMatch(/\*Risk\*\s+\*medium\* \(5\d of 100\)/);
    const [requested] = (await story.fairway.records.ledger('D-2')).toReversed();
    expect(requested?.body['evidence']).toMatchObject({ risk: { level: 'medium' } });
  });

  test('the same one, after a bad record, is for the board', async () => {
    await story.types('ana', '/release abort D-2 because "not today"');
    for (const version of ['1.2.0-slow', '1.3.0-errors']) {
      await asks(version);
      await story.presses('ana', 'start');
      await story.presses('bo', 'approve');
      await story.presses('dana', 'approve');
      await story.after('3m');
    }
    await asks('1.1.0');
    expect(story.reads(story.told('ana'))).toMatch(
      /\*Risk\*\s+\*high\* \(6\d of 100\): .*2 of the last 2 failed/,
    );
    await story.presses('ana', 'start');
    await story.after('3s');
    expect((await newest())?.gates).toContainEqual(
      expect.objectContaining({
        kind: 'cab',
        impact: [expect.stringMatching(/^high risk, 6\d of 100$/)],
      }),
    );
  });

  test('how far fears came true is one command', async () => {
    await story.types('eli', '/release risk shop');
    expect(story.told('eli').text).toMatch(
      /^Risk of shop: feared and met: .*of medium risk 2 of \d failed.* Brier score 0\.\d{3}, (no )?better than 0\.\d{3}/,
    );
    await story.types('eli', '/release risk search');
    expect(story.told('eli').text).toMatch(/no deployment with a score is over yet/);
  });
});
