import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { refuses } from '../../src/domain/deployment/request.ts';
import type { GateConfig } from '../../src/domain/gates/index.ts';
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
