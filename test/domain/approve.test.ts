import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approve, reject, withdraw } from '../../src/domain/deployment/approve.ts';
import { isApproved } from '../../src/domain/deployment/consent.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { actor, deployment, NOON } from './sample.ts';

describe('8.1 who may approve', () => {
  test.each<[string, Actor, string]>([
    ['the requester', actor('ana'), 'own-request'],
    ['somebody who has left the group since', actor('bo', { groups: [] }), 'not-an-approver'],
    ['somebody outside the rule', actor('eli', { groups: [] }), 'not-an-approver'],
    ['a guest', actor('bo', { kind: 'guest' }), 'not-a-member'],
    ['an outsider', actor('bo', { kind: 'outsider' }), 'not-a-member'],
    ['a bot', actor('bo', { kind: 'bot' }), 'not-a-member'],
    ['a deactivated account', actor('bo', { kind: 'deactivated' }), 'not-a-member'],
    ['an account of nobody', actor('bo', { id: null }), 'unknown-person'],
  ])('%s is refused', (_, who, code) => {
    expect(approve(deployment(), who, { planDigest: null }, NOON)).toMatchObject({
      refused: true,
      code,
    });
    expect(reject(deployment(), who, { because: 'no' }, NOON)).toMatchObject({
      refused: true,
      code,
    });
  });

  test('a fix for which something was closed only later has no rule, and its refusal says what to do', () => {
    const late = {
      gate: 'burn',
      code: 'second-person',
      why: '',
      until: null,
      who: ['bo'],
    } as const;
    const gates = [{ kind: 'burn', owners: ['sre'] }] as const;
    const d = deployment({ gates, fixes: 'INC-42', waiting: [late] });
    expect(approve(d, actor('bo'), { planDigest: null }, NOON)).toMatchObject({
      code: 'not-an-approver',
      fix: 'Stop it and ask for it again with --fixes INC-42: then a second person is asked.',
      line: '/release abort D-7',
    });
  });

  test('a button of an older plan is refused', () => {
    expect(approve(deployment(), actor('bo'), { planDigest: 'abcdef' }, NOON)).toMatchObject({
      code: 'stale-plan',
    });
    expect(
      isRefusal(approve(deployment(), actor('bo'), { planDigest: 'ffffffffffff' }, NOON)),
    ).toBe(false);
  });

  test('twice is refused, withdrawing makes room again', () => {
    const once = applied(deployment(), actor('bo'));
    expect(approve(once, actor('bo'), { planDigest: null }, NOON)).toMatchObject({
      code: 'already-decided',
    });
    const back = withdraw(once, actor('bo'), NOON);
    expect(isRefusal(back)).toBe(false);
  });

  test('a rejection needs its reason', () => {
    expect(reject(deployment(), actor('bo'), { because: null }, NOON)).toMatchObject({
      code: 'no-reason',
    });
  });
});

test('no sequence of clicks lets a requester approve alone (10,000 sequences)', () => {
  const people = ['ana', 'bo', 'chen', 'eli'];
  const click = fc.record({
    who: fc.constantFrom(...people),
    what: fc.constantFrom('approve', 'withdraw'),
  });
  fc.assert(
    fc.property(fc.array(click, { maxLength: 12 }), (clicks) => {
      let d = deployment();
      for (const { who, what } of clicks) {
        const change =
          what === 'approve'
            ? approve(d, actor(who), { planDigest: null }, NOON)
            : withdraw(d, actor(who), NOON);
        if (!isRefusal(change)) d = change.rows[0]?.row ?? d;
      }
      return !isApproved(d) || d.approvals.some((a) => a.by === 'bo' || a.by === 'chen');
    }),
    { numRuns: 10_000 },
  );
});

function applied(d: Deployment, who: Actor): Deployment {
  const change = approve(d, who, { planDigest: null }, NOON);
  if (isRefusal(change)) throw new Error(change.what);
  return change.rows[0]?.row ?? d;
}
