import { expect, test } from 'vitest';
import { faultsIn, load, ORGANISATION, SHOP, swap } from './sources.ts';

const away = `delegations:
  - { from: bo, to: chen, since: 2026-12-01T09:00, until: 2026-12-11T18:00, zone: Europe/Berlin, because: holidays }
`;
const turns = `onCall:
  - { group: sre, people: [bo, chen], from: 2026-01-05T09:00, zone: Europe/Berlin }
`;
const ladder =
  'groups: [sre]\n    remind: 15m\n    escalate: [{ after: 30m, to: [on-call, owners] }]\n';

test('delegations, rotations and ladders are read', async () => {
  const text = swap(ORGANISATION, 'groups: [sre]\n', ladder) + away + turns;
  const loaded = await load(text, SHOP);
  expect(faultsIn(loaded)).toEqual([]);
  expect(loaded.ok && loaded.catalog).toMatchObject({
    approvals: [{ remind: 900_000, escalate: [{ after: 1_800_000, to: ['on-call', 'owners'] }] }],
    delegations: [{ from: 'bo', to: 'chen' }],
    onCall: [{ group: 'sre', each: 'week' }],
  });
});

test.each<[string, string, RegExp]>([
  ['to oneself', swap(away, 'to: chen', 'to: bo'), /nobody delegates to themselves/],
  ['to nobody known', swap(away, 'to: chen', 'to: zed'), /there is no person "zed"/],
  ['that ends first', swap(away, '2026-12-11', '2026-11-11'), /a delegation ends after it begins/],
  [
    'on no such day',
    swap(away, '2026-12-01', '2026-02-30'),
    /there is no such time: 2026-02-30T09:00/,
  ],
  ['from no such day', swap(turns, '2026-01-05', '2026-02-30'), /there is no such time/],
  ['of no such group', swap(turns, 'sre', 'nobody'), /there is no group "nobody"/],
])('refused: a duty %s', async (_, more, expected) => {
  expect(faultsIn(await load(ORGANISATION + more, SHOP))).toEqual([
    expect.stringMatching(expected),
  ]);
});

test('handing on to a group that is not there is refused', async () => {
  const text = swap(ORGANISATION, 'groups: [sre]\n', swap(ladder, 'owners', 'zed'));
  expect(faultsIn(await load(text, SHOP))).toEqual([
    expect.stringContaining('there is no next approver group "zed"'),
  ]);
});

test('CODEOWNERS is read, and a rule may name it', async () => {
  const text = swap(
    ORGANISATION,
    'groups: [sre]\n',
    "groups: [code-owners]\n    paths: ['/db/']\n",
  );
  const loaded = await load(text, `${SHOP}codeOwners: |\n  * @acme/sre\n  /db/ @ana\n`);
  expect(faultsIn(loaded)).toEqual([]);
  expect(loaded.ok && loaded.catalog.services[0]?.codeOwners).toEqual([
    { pattern: '*', owners: ['@acme/sre'] },
    { pattern: '/db/', owners: ['@ana'] },
  ]);
});

test('CODEOWNERS that cannot be read, or names nobody, is refused', async () => {
  const owners = `${SHOP}codeOwners: |\n  !x @sre\n  * @acme/zed\n`;
  expect(faultsIn(await load(ORGANISATION, owners))).toEqual([
    expect.stringMatching(/^services\/1.yaml:7:1: line 1: "!x": ! does not take a path out again/),
    expect.stringMatching(/^services\/1.yaml:7:1: "@acme\/zed" is no group and no person here/),
  ]);
  const text = swap(ORGANISATION, 'groups: [sre]\n', "groups: [sre]\n    paths: ['!db']\n");
  expect(faultsIn(await load(text, SHOP))).toEqual([
    expect.stringMatching(/"!db": ! does not take/),
  ]);
});
