import { describe, expect, test } from 'vitest';
import { approve } from '../../src/domain/deployment/approve.ts';
import { isApproved } from '../../src/domain/deployment/consent.ts';
import { mayDecide, rightsOf } from '../../src/domain/deployment/deciders.ts';
import type { Called, Deployment } from '../../src/domain/deployment/deployment.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { actor, deployment, NOON } from './sample.ts';

/** sre decides, handed on to the managers (dana, eli) or to whoever is on call; chen wrote some of it. */
function asked(called: readonly Called[] = []): Deployment {
  const rung = { afterMs: 1, to: ['managers', 'on-call'], people: ['dana', 'eli', 'fay', 'ana'] };
  const slot = { rule: 'production', groups: ['sre'], people: ['bo', 'chen', 'ana'], quorum: 1 };
  const slots = [{ ...slot, escalate: [rung] }];
  const gates = [{ kind: 'approval' as const, slots, withdrawMs: 0, excluded: ['chen'] }];
  return deployment({ gates, called });
}

const handedOn: Called = {
  rule: 'production',
  why: 'escalation',
  people: ['dana', 'fay', 'ana'],
  onCall: ['fay'],
  at: NOON,
};
const manager = (id: string): Actor => actor(id, { groups: ['managers'] });

describe('8.1 to whom it was handed on', () => {
  test.each<[string, readonly Called[], Actor, boolean]>([
    ['nobody before it was', [], manager('dana'), false],
    ['who was called', [handedOn], manager('dana'), true],
    ['not who would have been', [handedOn], manager('eli'), false],
    ['not who left that group since', [handedOn], actor('dana', { groups: [] }), false],
    [
      'whose turn on call it was, in whatever group',
      [handedOn],
      actor('fay', { groups: [] }),
      true,
    ],
    ['not under another rule', [{ ...handedOn, rule: 'other' }], manager('dana'), false],
    ['never who asked', [handedOn], manager('ana'), false],
    ['never who wrote it', [{ ...handedOn, people: ['chen'] }], manager('chen'), false],
    ['a reminder hands nothing on', [{ ...handedOn, why: 'reminder' }], manager('dana'), false],
    ['a guest never', [handedOn], { ...manager('dana'), kind: 'guest' }, false],
  ])('%s', (_, called, who, may) => {
    expect(mayDecide(asked(called), who, []) === null).toBe(may);
  });

  test('their yes is enough, and says in which right it was given', () => {
    const change = approve(asked([handedOn]), manager('dana'), { planDigest: null }, NOON);
    if (isRefusal(change)) throw new Error(change.what);
    const row = change.rows[0]?.row;
    expect(row?.approvals).toMatchObject([{ by: 'dana', groups: ['managers'] }]);
    expect(row && isApproved(row)).toBe(true);
  });
});

describe('8.1 each approval keeps the membership and the version of the rule that counted', () => {
  const slot = { rule: 'production', groups: ['sre'], people: ['bo', 'chen'], quorum: 1 };
  const files = { rule: 'files', groups: ['web'], people: ['gil', 'bo'], persons: ['gil'] };
  const slots = [
    { ...slot, version: 'v1' },
    { ...files, quorum: 1, version: 'v2' },
  ];
  const gates = [{ kind: 'approval' as const, slots, withdrawMs: 0 }];
  const sre = (id: string) => [{ id, groups: ['sre'] }];

  test.each([
    [
      'a member',
      deployment({ gates }),
      actor('bo'),
      [],
      [{ rule: 'production', version: 'v1', groups: ['sre'], for: null, as: 'member' }],
    ],
    [
      'an owner of files, and a delegate under another rule',
      deployment({ gates }),
      actor('gil', { groups: [] }),
      sre('chen'),
      [
        { rule: 'production', version: 'v1', groups: ['sre'], for: 'chen', as: 'member' },
        { rule: 'files', version: 'v2', groups: [], for: null, as: 'owner of files' },
      ],
    ],
    [
      'one it was handed on to',
      asked([handedOn]),
      manager('dana'),
      [],
      [{ rule: 'production', version: null, groups: ['managers'], for: null, as: 'handed on' }],
    ],
    [
      'whose turn on call it was',
      asked([handedOn]),
      actor('fay', { groups: ['other'] }),
      [],
      [{ rule: 'production', version: null, groups: [], for: null, as: 'on call' }],
    ],
  ] as const)('%s', (_, d, who, standsFor, rules) => {
    const yes = { planDigest: null, standsFor, configuration: 'c'.repeat(64) };
    const change = approve(d, who, yes, NOON);
    if (isRefusal(change)) throw new Error(change.what);
    const [approval] = change.rows[0]?.row.approvals ?? [];
    expect(approval).toMatchObject({ by: who.id, rules, configuration: 'c'.repeat(64) });
    expect(change.ledger[0]?.evidence).toMatchObject({ rules, configuration: 'c'.repeat(64) });
  });
});

describe('8.1 who stands in for somebody', () => {
  const of = (id: string, groups: readonly string[] = ['sre']) => [{ id, groups }];
  const eli = actor('eli', { groups: [] });

  test.each<[string, Actor, ReturnType<typeof of>, boolean]>([
    ['may decide for them', eli, of('bo'), true],
    ['not when they left the group', eli, of('bo', []), false],
    ['not for who asked', eli, of('ana'), false],
    ['not for who wrote it', eli, of('chen'), false],
    ['and cannot be who asked', actor('ana'), of('bo'), false],
    ['or who wrote it', actor('chen'), of('bo'), false],
    ['or a guest', { ...eli, kind: 'guest' }, of('bo'), false],
    ['nothing goes further than once', eli, of('dana', ['managers']), false],
  ])('%s', (_, who, standsFor, may) => {
    expect(mayDecide(asked(), who, standsFor) === null).toBe(may);
  });

  test('one’s own right goes first', () => {
    expect(rightsOf(asked(), actor('bo'), of('bo'))).toMatchObject([{ for: null }]);
    expect(rightsOf(asked(), eli, of('bo'))).toMatchObject([{ for: 'bo', groups: ['sre'] }]);
  });
});
