import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { nobodyProven } from '../../src/domain/deployment/nobody-proven.ts';
import { refuses } from '../../src/domain/deployment/request.ts';
import type { GateConfig } from '../../src/domain/gates/index.ts';
import { Delegation } from '../../src/domain/governance/delegation.ts';
import { SecondFactorRule } from '../../src/domain/governance/second-factor.ts';
import { pass, wait } from '../../src/domain/kernel/ruling.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { deployment } from './sample.ts';

let acme: Catalog;
beforeAll(async () => {
  acme = await exampleCatalog();
});

const slot = { rule: 'production', groups: ['sre'], people: ['bo', 'chen'], quorum: 1 };
const approval: GateConfig = { kind: 'approval', withdrawMs: 0, slots: [slot] };
const seats = {
  groups: ['sre'],
  people: ['bo', 'chen'],
  business: ['chen'],
  quorum: 1,
  deadlineMs: 1,
};
const board: GateConfig = { kind: 'cab', impact: [], seats, standard: null, barred: [] };
const without = (...ids: readonly string[]): Catalog => ({
  ...acme,
  people: acme.people.map((one) => (ids.includes(one.id) ? { ...one, accounts: [] } : one)),
});

describe('3.4 who has no account here cannot press and counts for nothing', () => {
  test.each<[string, GateConfig, readonly string[], boolean]>([
    ['a rule of two, one without', approval, ['bo'], false],
    ['of nobody who has one', approval, ['bo', 'chen'], true],
    ['a board whose business has none', board, ['chen'], true],
    ['a board whose others have none', board, ['bo'], false],
    [
      'distinct rules',
      {
        ...approval,
        slots: [
          { ...slot, distinct: true },
          { ...slot, distinct: true },
        ],
      },
      ['bo'],
      true,
    ],
  ])('%s', (_, gate, ids, refused) => {
    const no = refuses(deployment({ gates: [gate] }), [], without(...ids));
    expect(no?.code).toBe(refused ? 'unsatisfiable' : undefined);
  });

  test('and the refusal says who would need one', () => {
    const no = refuses(deployment({ gates: [approval] }), [], without('bo', 'chen'));
    expect(no?.what).toMatch(/rule "production" needs 1 of sre/);
    expect(no?.why).toMatch(
      /there are 0 people in them who could press; bo and chen have no account/,
    );
  });
});

describe('8.1 where a yes takes a second factor, who has none counts for nothing', () => {
  const secondFactor = SecondFactorRule.parse({ approvals: ['production'] });
  const asking = (patch: Partial<Catalog> = {}): Catalog => ({ ...acme, secondFactor, ...patch });
  const rung = { afterMs: 60_000, to: ['on-call'], people: ['eli'] };
  const laddered: GateConfig = { ...approval, slots: [{ ...slot, escalate: [rung] }] };
  const twoOfThem: GateConfig = { ...approval, slots: [{ ...slot, quorum: 2 }] };
  const speaks = Delegation.parse({
    from: 'bo',
    to: 'dana',
    since: '2026-11-16T09:00',
    until: '2026-12-20T09:00',
    zone: 'UTC',
    because: 'away',
  });
  const votes = [{ gate: 'cab', ruling: wait('cab', 'votes') }] as const;

  test.each<[string, GateConfig, readonly string[] | null, Partial<Catalog>, boolean]>([
    ['nobody has one', approval, [], {}, true],
    ['one of them has', approval, ['chen'], {}, false],
    ['somebody else has', approval, ['eli'], {}, true],
    ['whoever asks has', approval, ['ana'], {}, true],
    ['one of the two that are needed has', twoOfThem, ['bo'], {}, true],
    ['both have', twoOfThem, ['bo', 'chen'], {}, false],
    ['there is no key', approval, null, {}, true],
    ['whom it is handed on to has', laddered, ['eli'], {}, false],
    ['who speaks for one of them has', approval, ['dana'], { delegations: [speaks] }, false],
    ['who speaks for one of them has none', approval, [], { delegations: [speaks] }, true],
    ['nothing asks for one', approval, [], { secondFactor: undefined }, false],
    [
      'another environment asks for it',
      approval,
      [],
      { secondFactor: SecondFactorRule.parse({ approvals: ['staging'] }) },
      false,
    ],
    ['nobody of the board has', board, [], {}, true],
    ['one of the board has, and the others abstain', board, ['bo'], {}, false],
  ])('%s', (_, gate, enrolled, patch, refused) => {
    const d = deployment({ gates: [gate] });
    const no = nobodyProven(d, votes, asking(patch), enrolled);
    expect(no?.code).toBe(refused ? 'unsatisfiable' : undefined);
  });

  test('a board that its record spares needs none', () => {
    const spared = [{ gate: 'cab', ruling: pass }] as const;
    expect(nobodyProven(deployment({ gates: [board] }), spared, asking(), [])).toBeNull();
  });

  test('the refusal says who is asked, who has one, and who can help', () => {
    const no = nobodyProven(deployment({ gates: [twoOfThem] }), [], asking(), ['bo']);
    expect(no).toMatchObject({
      what: 'Nobody could approve this: a yes in production takes a second factor.',
      why: 'Rule "production" needs 2 of bo, chen, and only bo has one.',
      fix: 'Whoever operates Fairway enrols one more of them: fairway enrol chen',
    });
  });
});
