import { describe, expect, test } from 'vitest';
import { faultsIn, load, ORGANISATION, SHOP, swap } from './sources.ts';

type Broken = readonly [from: string, to: string, ...expected: string[]];

/** One part of fairway.yaml replaced by another, and everything that must be said about it. */
const organisation: readonly Broken[] = [
  [
    'protected: false',
    'protected: maybe',
    'fairway.yaml:3:42: "protected" must be true or false, not the text "maybe"',
  ],
  [
    'protected: false',
    'protectd: false',
    'fairway.yaml:3:31: unknown key "protectd" (did you mean "protected"?)',
  ],
  [
    'protected: false',
    'slots: 1.5',
    'fairway.yaml:3:38: "slots" must be a whole number, not the number 1.5',
  ],
  ['protected: false', 'slots: 0', 'fairway.yaml:3:38: "slots" must be at least 1'],
  [
    'protected: false',
    'zone: Europe/Berlim',
    'fairway.yaml:3:37: "zone" must be an IANA time zone such as Europe/Berlin',
  ],
  [
    'protected: false',
    'zone: 7',
    'fairway.yaml:3:37: "zone" must be a text, not the number 7: it must be an IANA time zone such as Europe/Berlin',
  ],
  [
    'protected: false',
    'canary: true',
    'fairway.yaml:3:31: unknown key "canary" (keys known here: order, protected, region, provider, slots, zone, aliases, deployers, channels, lookEvery, flags, signals)',
  ],
  [
    'organisation: Acme',
    'organization: Acme',
    'fairway.yaml:1:1: unknown key "organization" (did you mean "organisation"?)',
  ],
  [
    'organisation: Acme',
    'organisation:',
    'fairway.yaml:1:1: "organisation" is empty: it must be a text',
  ],
  ['organisation: Acme\n', '', 'fairway.yaml:1:1: "organisation" is missing'],
  [
    'organisation: Acme',
    'organisation: Acme\nchannel: #deploys',
    'fairway.yaml:2:1: "channel" must be a channel in quotes, such as "#deploys": without them YAML reads # as a comment',
  ],
  [
    'organisation: Acme',
    'organisation: Acme\nchannel: deploys',
    'fairway.yaml:2:10: "channel" must be a channel such as "#deploys" or its id such as C024BE91L',
  ],
  [
    'provider: fleet, aliases',
    'provider: flete, aliases',
    'fairway.yaml:4:27: there is no provider "flete" (did you mean "fleet"?)',
  ],
  ['provider: fleet, aliases', 'aliases', 'fairway.yaml:4:3: "provider" is missing'],
  [
    'aliases: [prod]',
    'aliases: [Staging!]',
    'fairway.yaml:4:44: "aliases[0]" must be a name of small letters, digits, ".", "_" and "-" that begins with a letter',
  ],
  [
    'aliases: [prod]',
    'aliases: [staging]',
    'fairway.yaml:4:44: the environment "staging" is already at fairway.yaml:3:3 (each name may stand for one thing)',
  ],
  [
    'deployers: [deployers]',
    'deployers: deployers',
    'fairway.yaml:4:62: "deployers" must be a list, not the text "deployers"',
  ],
  [
    'deployers: [deployers]',
    'deployers: [deploiers]',
    'fairway.yaml:4:63: there is no group "deploiers" (did you mean "deployers"?)',
  ],
  [
    'slack: U0ANA00001',
    'slack: U0BO000002',
    'fairway.yaml:7:29: the account "U0BO000002" is already at fairway.yaml:6:17 (each name may stand for one thing)',
  ],
  [
    'slack: U0ANA00001',
    'slack: "@ana"',
    'fairway.yaml:6:17: "slack" must be a Slack user id such as U024BE7LH',
  ],
  [
    'slack: U0ANA00001',
    'slack: 12',
    'fairway.yaml:6:17: "slack" must be a Slack user id, or a list of them',
  ],
  [
    'slack: U0ANA00001',
    'slak: U0ANA00001',
    'fairway.yaml:6:10: unknown key "slak" (did you mean "slack"?)',
  ],
  [
    '  ana: {',
    '  Ana: {',
    'fairway.yaml:6:3: "Ana" must be a name of small letters, digits, ".", "_" and "-" that begins with a letter',
    'fairway.yaml:10:15: there is no person "ana" (did you mean "Ana"?)',
  ],
  [
    'deployers: [ana, bo]',
    'deployers: [ana, bob]',
    'fairway.yaml:10:20: there is no person "bob" (did you mean "bo"?)',
  ],
  [
    'deployers: [ana, bo]',
    'deployers: 5',
    'fairway.yaml:10:14: "deployers" must be a list of people, or a section with members, mention and digest',
  ],
  [
    'members: [bo, chen]',
    'membrs: [bo, chen]',
    'fairway.yaml:11:10: unknown key "membrs" (did you mean "members"?)',
  ],
  [
    'members: [bo, chen]',
    'members: [bo, 3]',
    'fairway.yaml:11:24: "members[1]" must be a text, not the number 3: it must be a name of small letters, digits, ".", "_" and "-" that begins with a letter',
  ],
  [
    '  sre: {',
    '  owners: {',
    'fairway.yaml:11:3: "owners" is taken: in approval rules it means people of the service in question',
    'fairway.yaml:15:14: there is no approver group "sre" (approver groups here: deployers, owners, code-owners, dependants)',
    'services/1.yaml:2:10: there is no group "sre" (groups here: deployers, owners)',
  ],
  [
    'environments: [production]',
    'environments: [prod]',
    'fairway.yaml:14:20: there is no environment "prod" ("prod" is an alias: write "production")',
  ],
  [
    'environments: [production]',
    'environments: [productoin]',
    'fairway.yaml:14:20: there is no environment "productoin" (did you mean "production"?)',
  ],
  [
    'groups: [sre]\n',
    'groups: [sre]\n    quorum: 2\n',
    'fairway.yaml:16:13: the approval rule "production" cannot be met for production: it needs 2 of sre, who are one person when bo asks: a requester never counts (name another group, add people with a Slack account, or lower quorum)',
  ],
  [
    'groups: [sre]\n',
    'groups: [sre]\n    quorum: 3\n',
    'fairway.yaml:16:13: the approval rule "production" cannot be met for production: it needs 3 of sre, who are 2 people (name another group, add people with a Slack account, or lower quorum)',
  ],
  [
    'groups: [sre]\n',
    'groups: [sre]\n    tags: [pci]\n',
    'fairway.yaml:16:12: there is no tag "pci" (there are no tags here)',
  ],
  [
    'groups: [sre]\n',
    'groups: [sre]\n    services: [shp]\n',
    'fairway.yaml:16:16: there is no service "shp" (did you mean "shop"?)',
  ],
  [
    'groups: [sre]\n',
    'groups: [ssre]\n',
    'fairway.yaml:15:14: there is no approver group "ssre" (did you mean "sre"?)',
  ],
  [
    'groups: [sre]\n',
    'groups: [sre]\n  - name: Production\n    environments: [production]\n    groups: [sre]\n',
    'fairway.yaml:16:11: the approval rule "Production" is already at fairway.yaml:13:11 (each name may stand for one thing)',
  ],
  [
    'groups: [sre]\n',
    'groups: [sre',
    'fairway.yaml:15:17: YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  [
    '  bo: {',
    '\tbo: {',
    'fairway.yaml:7:1: YAML: a tab cannot indent (use spaces)',
    'fairway.yaml:8:1: YAML: All mapping items must start at the same column',
  ],
  ['  bo: {', '  ana: {', 'fairway.yaml:7:3: YAML: this key was there before (keep one of them)'],
];

describe('a fault in fairway.yaml', () => {
  test.each(organisation)('%j → %j', async (from, to, ...expected) => {
    const loaded = await load(swap(ORGANISATION, from, to), SHOP);
    expect(faultsIn(loaded)).toEqual(expected);
  });
});

test('what the tables break is whole before', async () => {
  expect(faultsIn(await load(ORGANISATION, SHOP))).toEqual([]);
});
