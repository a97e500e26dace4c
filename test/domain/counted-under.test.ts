import { describe, expect, test } from 'vitest';
import { approve } from '../../src/domain/deployment/approve.ts';
import { callOn } from '../../src/domain/deployment/call-on.ts';
import { consentTo, stillAsked } from '../../src/domain/deployment/consent.ts';
import { type Called, type Deployment, subjectOf } from '../../src/domain/deployment/deployment.ts';
import { voidLapsed } from '../../src/domain/deployment/lapse.ts';
import { rule } from '../../src/domain/gates/index.ts';
import type { ApprovalSlot, CountedUnder } from '../../src/domain/governance/approval.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { actor, deployment, NOON } from './sample.ts';

const HOUR = 3_600_000;
const sre: ApprovalSlot = { rule: 'A', groups: ['sre'], people: ['bo', 'dana'], quorum: 1 };
/** The second rule asks security (chen), and hands on to sre after four hours. */
const security: ApprovalSlot = {
  rule: 'B',
  groups: ['security'],
  people: ['chen'],
  quorum: 1,
  escalate: [{ afterMs: 4 * HOUR, to: ['sre'], people: ['bo', 'dana'] }],
};
const toSre: Called = { rule: 'B', why: 'escalation', people: ['bo', 'dana'], at: NOON };

function asked(slots: readonly ApprovalSlot[], patch: Partial<Deployment> = {}): Deployment {
  return deployment({ gates: [{ kind: 'approval', slots, withdrawMs: 0 }], ...patch });
}

function yes(
  d: Deployment,
  who: Actor,
  standsFor: Parameters<typeof approve>[2]['standsFor'] = [],
) {
  const change = approve(d, who, { planDigest: null, standsFor }, NOON);
  if (isRefusal(change)) throw new Error(change.what);
  return change.rows[0]?.row ?? d;
}

/** How many more each rule needs, and what the gate says. */
function left(d: Deployment) {
  const [gate] = d.gates;
  const said = gate && rule(gate, { approvals: d.approvals }, subjectOf(d), plus(NOON, 1)).ruling;
  const missing = consentTo(d).map((one) => one.missing);
  expect(said?.verdict === 'pass').toBe(missing.every((one) => one === 0));
  return missing;
}

describe('8.1 a yes fills only the rules it was given under', () => {
  test('not the one that would be handed on to them later', () => {
    expect(left(yes(asked([sre, security]), actor('bo')))).toEqual([0, 1]);
  });

  test('once it was, they are asked again, and their yes fills both', async () => {
    const waiting = yes(asked([sre, security]), actor('bo'));
    expect(stillAsked({ ...waiting, called: [toSre] })).toEqual(['chen', 'bo', 'dana']);
    const called = callOn(waiting, await exampleCatalog(), plus(NOON, 4 * HOUR));
    const d = called?.rows[0]?.row ?? waiting;
    expect(d.called?.at(-1)).toMatchObject({ rule: 'B', people: ['bo'] });
    const both = yes(d, actor('bo'));
    expect(left(both)).toEqual([0, 0]);
    expect(both.approvals).toHaveLength(1);
    const thrice = approve(both, actor('bo'), { planDigest: null }, NOON);
    expect(thrice).toMatchObject({ code: 'already-decided' });
  });

  test('not the one whose group they have left since it was asked for', () => {
    const both = { ...security, people: ['chen', 'bo'] };
    expect(left(yes(asked([sre, both]), actor('bo', { groups: ['sre'] })))).toEqual([0, 1]);
    expect(left(yes(asked([sre, both]), actor('bo', { groups: ['sre', 'security'] })))).toEqual([
      0, 0,
    ]);
  });

  test('not the one whose group the one they speak for has left', () => {
    const both = { ...security, people: ['chen', 'bo'] };
    const forBo = [{ id: 'bo', groups: ['sre'] }];
    expect(left(yes(asked([sre, both]), actor('eli', { groups: [] }), forBo))).toEqual([0, 1]);
  });

  test.each<[string, readonly CountedUnder[] | undefined]>([
    ['what was stored before rules were kept', undefined],
    ['what names a rule and no right', [{ rule: 'A', version: null }]],
    [
      'a rule of another version',
      [{ rule: 'A', version: 'x', groups: ['sre'], for: null, as: 'member' }],
    ],
    [
      'somebody the plan does not know',
      [{ rule: 'A', version: null, for: 'eve', groups: ['sre'], as: 'member' }],
    ],
  ])('%s counts under nothing', (_, rules) => {
    const approval = { by: 'bo', at: NOON, planDigest: 'f'.repeat(64), groups: ['sre'] };
    const approvals = [rules ? { ...approval, rules } : approval];
    expect(left(asked([sre], { approvals }))).toEqual([1]);
  });
});

describe('before the start a yes is counted again, right by right', () => {
  test('what was stored without its rights is void, and its giver hears why', async () => {
    const approvals = [{ by: 'bo', at: NOON, planDigest: 'f'.repeat(64), groups: ['sre'] }];
    const change = voidLapsed(asked([sre], { approvals }), await exampleCatalog(), NOON);
    expect(change?.rows[0]?.row.approvals).toEqual([]);
    expect(change?.events[0]?.note).toMatch(/bo's approval does not say under which rules it was/);
  });

  test('one’s own right is not kept up by somebody one speaks for', async () => {
    const catalog = await exampleCatalog();
    const given = yes(asked([sre, security]), actor('bo'), [{ id: 'chen', groups: ['security'] }]);
    const groups = ['sre', 'security'].map((name) => {
      return { name, members: ['chen'], mention: null };
    });
    const change = voidLapsed(given, { ...catalog, groups }, NOON);
    expect(change?.events[0]?.note).toMatch(
      /bo's approval was given for sre, which they have left/,
    );
  });
});
