import { describe, expect, test } from 'vitest';
import { faultsIn, load, ORGANISATION, SHOP } from './sources.ts';

const clock = (owner: string, next = 'sre') =>
  `handOffs:\n  environment: production\n  approved: { within: 1d, owner: ${owner}, next: ${next} }\n`;
const own = (owner: string, next = 'sre') =>
  `handOffs: { live: { within: 1d, owner: ${owner}, next: ${next} } }\n`;
const OWNED = 'codeOwners: |\n  * @acme/sre\n';

async function said(organisation: string, service: string): Promise<readonly string[]> {
  return faultsIn(await load(`${ORGANISATION}${organisation}`, `${SHOP}${service}`));
}

describe('1.3 whoever answers for a hand-off can be the owners of the files that change', () => {
  test.each([
    ['a clock of the organisation', clock('code-owners'), OWNED],
    ['a clock of the service', clock('sre'), `${own('code-owners')}${OWNED}`],
    ['on call, then a group', clock('on-call', 'owners'), ''],
  ])('%s', async (_, organisation, service) => {
    expect(await said(organisation, service)).toEqual([]);
  });

  test.each([
    [
      'nobody owns a file of any service',
      clock('code-owners'),
      '',
      /no service has codeOwners, so nobody owns a file.*give the service codeOwners, or name a group/s,
    ],
    [
      'nobody owns a file of this one',
      clock('sre'),
      own('code-owners'),
      /shop has no codeOwners, so nobody owns a file of it.*give the service codeOwners/s,
    ],
    [
      'they cannot be asked after others',
      clock('sre', 'code-owners'),
      OWNED,
      /cannot be code-owners: it is who is asked where nobody owns the files that change/,
    ],
    [
      'a group that is none',
      clock('code-owner'),
      OWNED,
      /no hand-off owner "code-owner".*code-owners/s,
    ],
  ])('%s', async (_, organisation, service, fault) => {
    expect(await said(organisation, service)).toEqual([expect.stringMatching(fault)]);
  });
});
