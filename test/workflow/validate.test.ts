import { describe, expect, test } from 'vitest';
import { decideRunning } from '../../src/domain/deployment/decide-running.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { keepFinding } from '../../src/domain/deployment/finding.ts';
import { owedFollowUps, settleFollowUp } from '../../src/domain/deployment/follow-up.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { makePlan, StrategyConfig } from '../../src/domain/strategies/index.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { meaningOf, type Validation, ValidationFile } from '../../src/domain/verdict/validation.ts';
import type { Probes } from '../../src/ports/probes.ts';
import { deploymentCard } from '../../src/projections/deployment-card.ts';
import { runStep } from '../../src/workflow/steps/index.ts';
import { NOON, running } from '../domain/sample.ts';
import { createFakeProbes, type Finds } from '../fakes/fake-probes.ts';

function certificate(otherwise: 'rollback' | 'follow-up'): Validation {
  const file = { kind: 'tls', owner: 'platform', host: 'shop.example', otherwise };
  return { ...ValidationFile.parse(file), name: 'certificate' };
}

/** A deployment whose only steps left are one validation and the end. */
async function validated(otherwise: 'rollback' | 'follow-up', finds: Finds): Promise<Deployment> {
  const probes = createFakeProbes();
  probes.find('certificate', finds);
  const validation = certificate(otherwise);
  const plan = [{ kind: 'validate', validation }, { kind: 'finish' }] as const;
  let d: Deployment = running(0, { plan, exposedAt: NOON });
  let now = NOON;
  for (let i = 0; i < 30 && d.cursor === 0 && !d.hold && d.status === 'running'; i += 1) {
    const provider = { probes, artifacts: {} };
    const look = { d, provider, placement: {}, vantages: [], call: {}, now };
    const outcome = await runStep(look as never, plan[0]);
    const aside = { owners: ['chen'], rollbackId: 'D-8' as const, ahead: null, reseal: () => 'x' };
    const decided = decideRunning(d, plan[0], outcome, aside, now);
    d = keepFinding(d, outcome, decided, now).rows.find(({ row }) => row.id === d.id)?.row ?? d;
    now = plus(now, Math.max(0, (d.wakeAt ?? now) - now));
  }
  return d;
}

describe('7.6 what follows from a validation', () => {
  test.each([
    ['green', 1, 0, 'go on', 'go on'],
    ['none', 1, 0, 'again', 'again'],
    ['none', -1, 0, 'ask', 'ask'],
    ['red', 1, 1, 'again', 'again'],
    ['red', -1, 1, 'again', 'again'],
    ['red', 1, 2, 'fail', 'follow-up'],
    ['red', -1, 2, 'fail', 'follow-up'],
  ] as const)('%s with %i left after %i reds', (count, leftMs, reds, rollback, followUp) => {
    expect(meaningOf(count, { leftMs, reds }, 'rollback')).toBe(rollback);
    expect(meaningOf(count, { leftMs, reds }, 'follow-up')).toBe(followUp);
  });

  test('as it must be: it goes on', async () => {
    const d = await validated('rollback', 'green');
    expect(d).toMatchObject({ cursor: 1, status: 'running', findings: [{ outcome: 'green' }] });
    expect(owedFollowUps(d)).toEqual([]);
  });

  test('not as it must be, and worth a rollback', async () => {
    expect(await validated('rollback', 'red')).toMatchObject({
      status: 'failed',
      rolledBackBy: 'D-8',
      outcome: { why: 'The validation "certificate": not as it must be' },
    });
  });

  test('without an answer it waits for its owners', async () => {
    for (const otherwise of ['rollback', 'follow-up'] as const) {
      expect(await validated(otherwise, 'nothing')).toMatchObject({
        status: 'running',
        cursor: 0,
        hold: { asks: ['chen'] },
      });
    }
  });

  test('worth a follow-up: it goes on, the card shows who owes it until it is done', async () => {
    const d = await validated('follow-up', 'red');
    expect(d).toMatchObject({ cursor: 1, status: 'running' });
    expect(JSON.stringify(deploymentCard(d, NOON))).toMatch(/Follow-ups.*certificate.*platform/);
    const over: Deployment = { ...d, status: 'succeeded', cursor: 2, finishedAt: NOON };
    const word = { by: 'chen', because: 'renewed' };
    expect(settleFollowUp(over, 'speed', word, NOON)).toMatchObject({ code: 'no-such-follow-up' });
    expect(settleFollowUp(over, 'certificate', { ...word, because: null }, NOON)).toMatchObject({
      code: 'missing',
    });
    const change = settleFollowUp(over, 'certificate', word, NOON);
    if (isRefusal(change)) throw new Error(change.what);
    const row = change.rows[0]?.row ?? over;
    expect(owedFollowUps(row)).toEqual([]);
    expect(JSON.stringify(deploymentCard(row, NOON))).not.toContain('Follow-ups');
    expect(change.ledger[0]).toMatchObject({ what: 'followed-up', by: 'chen' });
    expect(settleFollowUp(row, 'certificate', word, NOON)).toMatchObject({ refused: true });
  });

  test('what it rests on is in the ledger, and whoever tells of versions is asked for their SBOMs', async () => {
    const wish = { kind: 'sbom', owner: 'platform', otherwise: 'follow-up' };
    const parsed = ValidationFile.parse({ ...wish, deny: { downgrades: true } });
    const step = { kind: 'validate', validation: { ...parsed, name: 'parts' } } as const;
    const d = running(0, { plan: [step, { kind: 'finish' }], exposedAt: NOON });
    const asked: unknown[] = [];
    const sbom = async (...of: unknown[]) => void asked.push(of);
    const inspect: Probes['inspect'] = async (_, { sbomOf, artifact, previous }) => {
      for (const one of [artifact, previous]) if (one) await sbomOf?.(one);
      return { says: 'the same', fault: null, evidence: { added: ['pkg:npm/x 1.0.0'] } };
    };
    const provider = { probes: { inspect }, artifacts: { sbom } };
    const placement = { target: { at: 'there' } };
    const look = { d, provider, placement, vantages: [], call: {}, now: NOON };
    expect(await runStep(look as never, step)).toMatchObject({
      kind: 'done',
      found: { evidence: { restsOn: { added: ['pkg:npm/x 1.0.0'] } } },
    });
    const { service, environment } = d;
    expect(asked).toEqual(
      [d.artifact, d.previous].map((one) => [{ service, environment }, { at: 'there' }, one]),
    );
  });

  test.each(['rolling', 'blue-green', 'canary'] as const)(
    '%s: just before the old version goes',
    (kind) => {
      const validations = [certificate('rollback')];
      const plan = makePlan(StrategyConfig.parse({ kind }), {
        criteria: Criteria.parse({}),
        validations,
      });
      expect(plan.slice(-2).map((step) => step.kind)).toEqual(['validate', 'finish']);
    },
  );
});
