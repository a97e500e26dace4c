import { describe, expect, test } from 'vitest';
import { faultsIn, load, ORGANISATION, SHOP, swap } from './sources.ts';

/** What is said when the rule at the end of the organisation and its people are changed so. */
async function said(
  ...changes: readonly (readonly [string, string])[]
): Promise<readonly string[]> {
  const text = changes.reduce((before, [from, to]) => swap(before, from, to), ORGANISATION);
  return faultsIn(await load(text, SHOP));
}

const deployers = 'deployers: [deployers]';

describe('an approval rule can be met', () => {
  test('when enough people are left, whoever asks', async () => {
    expect(await said()).toEqual([]);
    expect(await said(['[sre]\n', '[sre, deployers]\n    quorum: 2\n'])).toEqual([]);
  });

  test('when the only approver may not deploy there', async () => {
    expect(await said(['[bo, chen]', '[chen]'])).toEqual([]);
  });

  test('when it speaks of no service that is there', async () => {
    expect(await said(['[sre]\n', '[sre]\n    quorum: 9\n    services: []\n'])).toEqual([]);
  });
});

describe('an approval rule cannot be met', () => {
  test.each([
    [
      'by the one person who asks',
      [['[bo, chen]', '[bo]']],
      'who are nobody when bo asks: a requester never counts',
    ],
    [
      'where everybody may deploy',
      [
        ['[bo, chen]', '[chen]'],
        [`, ${deployers}`, ''],
      ],
      'who are nobody when chen asks: a requester never counts',
    ],
    ['by nobody', [['[bo, chen]', '[]']], 'who are nobody'],
    [
      'by people without an account',
      [
        ['slack: U0CHEN0001', 'name: Chen'],
        ['[bo, chen]', '[chen]'],
      ],
      'who are nobody',
    ],
    [
      'by one person in two groups',
      [
        ['[bo, chen]', '[bo]'],
        ['[ana, bo]', '[bo]'],
        ['groups: [sre]\n', 'groups: [sre, deployers]\n    quorum: 2\n'],
      ],
      'who are one person',
    ],
  ] as const)('%s', async (_name, changes, expected) => {
    const [fault, ...more] = await said(...changes);
    expect(more).toEqual([]);
    expect(fault).toContain(
      'the approval rule "production" cannot be met for production: it needs',
    );
    expect(fault).toContain(`${expected} (`);
  });

  test('by the owners of one service, which is named', async () => {
    const text = swap(ORGANISATION, 'groups: [sre]', 'groups: [owners]');
    const cart = 'service: cart\nowners: [deployers]\nenvironments: { production: }\n';
    const lonely = swap(text, '[ana, bo]', '[ana]');
    expect(faultsIn(await load(lonely, SHOP, cart))).toEqual([
      'fairway.yaml:15:13: the approval rule "production" cannot be met for cart to production: ' +
        'it needs 1 of deployers, who are nobody when ana asks: a requester never counts ' +
        '(name another group, add people with a Slack account, or lower quorum)',
    ]);
  });
});

describe('a rule of whoever depends on the service', () => {
  const near = swap(ORGANISATION, 'groups: [sre]', 'groups: [dependants]');
  const cart =
    'service: cart\nowners: [deployers]\ndependsOn: [shop]\nenvironments: { production: }\n';
  const till = 'service: till\nowners: [sre]\ndependsOn: [cart]\nenvironments: { staging: }\n';

  test('asks nobody where nothing depends on it, and enough where others are left', async () => {
    expect(faultsIn(await load(near, SHOP))).toEqual([]);
    expect(faultsIn(await load(near, SHOP, cart, till))).toEqual([]);
    // Of what runs elsewhere nobody is asked.
    const elsewhere = cart.replace('production', 'staging');
    expect(faultsIn(await load(swap(near, '[ana, bo]', '[ana]'), SHOP, elsewhere))).toEqual([]);
  });

  test('cannot be met where only whoever asks owns that, and says of which service', async () => {
    const [fault, ...more] = faultsIn(await load(swap(near, '[ana, bo]', '[ana]'), SHOP, cart));
    expect(more).toEqual([]);
    expect(fault).toContain(
      'cannot be met for shop to production: it needs 1 of deployers, who are nobody when ana asks',
    );
  });

  test('reaches by way of others', async () => {
    const far = till
      .replace('owners: [sre]', 'owners: [deployers]')
      .replace('staging', 'production');
    const between = cart.replace('[deployers]', '[sre]').replace('production', 'staging');
    const [fault] = faultsIn(await load(swap(near, '[ana, bo]', '[ana]'), SHOP, between, far));
    expect(fault).toContain('for shop to production: it needs 1 of deployers');
  });
});

describe('a rule that asks each owner of what depends on the service', () => {
  const each = swap(
    ORGANISATION,
    'groups: [sre]',
    'groups: [dependants, sre]\n    dependants: { ask: each, most: 2 }',
  );
  const owned = (name: string, owners: string): string =>
    `service: ${name}\nowners: [${owners}]\ndependsOn: [shop]\nenvironments: { production: }\n`;
  const cart = owned('cart', 'deployers');
  const alone = swap(each, '[ana, bo]', '[ana]');

  test('can be met while everybody who asks leaves somebody of each', async () => {
    expect(faultsIn(await load(each, SHOP))).toEqual([]);
    expect(faultsIn(await load(each, SHOP, cart, owned('till', 'sre')))).toEqual([]);
  });

  test('cannot where one of them is left without, whatever the other groups could say', async () => {
    const [fault, ...more] = faultsIn(await load(alone, SHOP, cart, owned('till', 'sre')));
    expect(more).toEqual([]);
    expect(fault).toContain(
      'cannot be met for shop to production: it needs 1 of deployers, who are nobody when ana asks',
    );
  });

  test('goes as far as it says', async () => {
    const far = owned('till', 'deployers').replace('[shop]', '[cart]');
    const faults = faultsIn(await load(alone, SHOP, owned('cart', 'sre'), far));
    expect(faults.join()).toContain('for shop to production: it needs 1 of deployers');
    const near = swap(alone, 'most: 2', 'depth: 1');
    expect(faultsIn(await load(near, SHOP, owned('cart', 'sre'), far))).toEqual([
      expect.stringContaining('for cart to production: it needs 1 of deployers'),
    ]);
  });

  test('is met by those others where the owners are too many', async () => {
    const services = [cart, owned('till', 'sre'), owned('desk', 'sre, deployers')];
    expect(faultsIn(await load(alone, SHOP, ...services))).toEqual([]);
  });

  test('shares nobody with itself where it is distinct', async () => {
    const apart = `${swap(each, '[bo, chen]', '[bo]')}    distinct: true\n`;
    const [fault, ...more] = faultsIn(
      await load(apart, SHOP, cart, owned('desk', 'sre, deployers')),
    );
    expect(more).toEqual([]);
    expect(fault).toContain(
      'the parts of the approval rule "production" cannot be met together for shop to production when ana asks',
    );
  });

  test('says who decides where they are too many', async () => {
    const mute = swap(each, '[dependants, sre]', '[dependants]');
    expect(faultsIn(await load(mute, SHOP))).toEqual([
      expect.stringContaining(
        '"groups" must name another group beside dependants: it decides where they have more than 2 owners',
      ),
    ]);
  });
});

describe('rules that share nobody', () => {
  const owners =
    '\n    distinct: true\n  - name: owners\n    environments: [production]\n    groups: [owners]\n    distinct: true\n';

  test('can be met by different people', async () => {
    expect(
      await said(['[bo, chen]', '[bo, chen, ana]'], ['groups: [sre]\n', `groups: [sre]${owners}`]),
    ).toEqual([]);
  });

  test('cannot be met together', async () => {
    expect(await said(['groups: [sre]\n', `groups: [sre]${owners}`])).toEqual([
      expect.stringContaining(
        'the approval rules "production" and "owners" cannot be met together for shop to production when bo asks',
      ),
    ]);
  });

  test('say it to each other: one alone promises nothing', async () => {
    expect(await said(['groups: [sre]\n', 'groups: [sre]\n    distinct: true\n'])).toEqual([
      expect.stringContaining('no other distinct rule speaks about what "production" speaks about'),
    ]);
  });
});

describe('each line of a CODEOWNERS can meet a rule that asks its owners', () => {
  const rule = '    groups: [code-owners]\n    quorum: 2\n';
  const owned = (lines: string): string =>
    `${SHOP}codeOwners: |\n${lines.replaceAll(/^/gm, '  ')}\n`;
  const check = async (lines: string, groups = rule, more: string = ORGANISATION) =>
    faultsIn(await load(swap(more, '    groups: [sre]\n', groups), owned(lines)));
  // Of sre bo and chen are left; ana and bo may ask.
  const three = swap(ORGANISATION, '[bo, chen]', '[bo, chen, dana]');
  const people = swap(
    three,
    'groups:\n  deployers',
    '  dana: { slack: U0DANA0001, commits: [d@x.example] }\ngroups:\n  deployers',
  );

  test('with enough people on every line', async () => {
    expect(await check('/db/ @acme/sre', rule, people)).toEqual([]);
    expect(await check('/db/ @ana', '    groups: [code-owners]\n')).toEqual([]);
  });

  test.each([
    ['one person', '/db/ @chen', /shop to production: it needs 2 of chen, who are one person/],
    ['by what they sign with', '/db/ d@x.example', /it needs 2 of dana, who are one person/],
    ['a line after a good one', '/web/ @sre\n/db/ @ana', /2 of ana, who are one person/],
  ])('%s', async (_, lines, said) => {
    const found = await check(lines, rule, people);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(said);
  });

  test('files of nobody are their service’s, and the last line of a pattern counts', async () => {
    const alone = swap(ORGANISATION, '[bo, chen]', '[bo]');
    const [found] = await check('/db/ @deployers', rule, alone);
    expect(found).toMatch(/it needs 2 of sre, who are one person/);
    expect(await check('/db/ @chen\n/db/ @sre', rule, people)).toEqual([]);
  });

  test('of a rule about some paths only lines about those', async () => {
    const some = `${rule}    paths: ['/db/']\n`;
    expect(await check('/web/ @chen', some, people)).toEqual([]);
    expect(await check('/db/ @chen', some, people)).toHaveLength(1);
  });
});
