import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { faultsIn, load, ORGANISATION, SHOP, swap } from './sources.ts';

const CAB = `cab:
  environments: [production]
  groups: [sre]
  businessSeat: business
`;

async function catalogOf(...files: readonly [string, string]): Promise<Catalog> {
  const loaded = await load(...files);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.catalog;
}

/** What is said of the organisation with a board, changed so. */
async function said(
  ...changes: readonly (readonly [string, string])[]
): Promise<readonly string[]> {
  const whole = `${swap(ORGANISATION, 'sre: {', 'business: [ana, chen]\n  sre: {')}${CAB}`;
  const text = changes.reduce((before, [from, to]) => swap(before, from, to), whole);
  return faultsIn(await load(text, SHOP));
}

describe('8.5 a change advisory board', () => {
  test('is there with what was left out filled in', async () => {
    expect(await said()).toEqual([]);
    const whole = `${swap(ORGANISATION, 'sre: {', 'business: [ana, chen]\n  sre: {')}${CAB}`;
    expect((await catalogOf(whole, SHOP)).cab).toEqual({
      environments: ['production'],
      groups: ['sre'],
      businessSeat: 'business',
      quorum: 2,
      deadline: 24 * 3_600_000,
      impact: { tiers: [1], tags: [], firstDeployment: true },
      standard: { after: 10, within: 90 * 24 * 3_600_000 },
    });
  });

  test('is nobody where it is left out', async () => {
    expect(await catalogOf(ORGANISATION, SHOP)).not.toHaveProperty('cab');
  });

  test.each([
    [
      'a group nobody knows',
      ['groups: [sre]\n  businessSeat', 'groups: [sro]\n  businessSeat'],
      'there is no group "sro"',
    ],
    [
      'no business left when one of it asks',
      ['[ana, chen]', '[ana]'],
      'has no business seat in production when ana asks',
    ],
    [
      'no quorum when one of it asks',
      ['businessSeat: business', 'businessSeat: business\n  quorum: 3'],
      'has no quorum of 3 in production when ana asks',
    ],
    [
      'a tag no service has',
      ['businessSeat: business', 'businessSeat: business\n  impact: { tags: [pci] }'],
      'there is no tag "pci"',
    ],
    [
      'a key nobody knows',
      ['businessSeat: business', 'businessSeat: business\n  quorom: 3'],
      'quorom',
    ],
  ] as const)('%s is a fault', async (_, change, expected) => {
    expect((await said(change)).join('\n')).toContain(expected);
  });
});
