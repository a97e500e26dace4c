import { describe, expect, test } from 'vitest';
import { FRESH } from '../../src/domain/deployment/deployment.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { deploymentCard } from '../../src/projections/deployment-card.ts';
import { deployment, NOON, OLD, running, yesOf } from '../domain/sample.ts';
import { seen } from './seen.ts';

const approvedByBo = [yesOf('bo', ['production'])];
const approval = { gate: 'approval', code: 'approval', until: null } as const;

describe('the card of a deployment', () => {
  test('waiting: who must say yes, until when, and what follows', () => {
    const d = deployment({
      expiresAt: plus(NOON, 24 * 3_600_000),
      waiting: [{ ...approval, why: '1 more approval from sre', who: ['bo', 'chen'] }],
    });
    expect(seen(deploymentCard(d, NOON))).toEqual([
      'shop 1.1.0 to production',
      'pending · 1 more approval from sre',
      'Version: 1.0.0 → 1.1.0',
      'Requested by: @ana',
      'Strategy: rolling',
      'Returns to: 1.0.0',
      'next sre: waiting, 0 of 1',
      'Next: @bo or @chen approves → starts → 50 % of the traffic → done about 20 seconds later.',
      'D-7 · rolling · image bbbbbbbbbbbb · asked 0 min with its day · expires 1440 min with its day',
      '@ana asked, so somebody else approves.',
      '[Approve] [Reject…] [Why?] [Details] [Cancel request]',
    ]);
  });

  test('approved: it says when it starts, and that the approval may be withdrawn', () => {
    const until = plus(NOON, 10_000);
    const code = 'withdraw-window';
    const why = 'approved; the approval can still be taken back';
    const waiting = [{ gate: 'approval', code, why, who: ['bo'], until } as const];
    const lines = seen(deploymentCard(deployment({ approvals: approvedByBo, waiting }), NOON));
    expect(lines).toContain('pending · approved; starts in 10 seconds unless somebody withdraws');
    expect(lines.find((line) => line.startsWith('Next:'))).toMatch(
      /^Next: starts in 10 seconds → 50 % of the traffic → done about 0\.5 min\.$/,
    );
  });

  test('running: the step it is at, the traffic it has, both versions by name in the table', () => {
    const verdict = {
      verdict: 'fail',
      why: 'p99 latency 500 ms is over the limit of 130 ms',
      metrics: [
        {
          metric: 'p99 latency',
          canary: '500 ms',
          baseline: '65 ms',
          limit: '130 ms',
          ok: false,
        },
      ],
    } as const;
    const progress = { ...FRESH, since: NOON, heardAt: NOON, verdict };
    const lines = seen(deploymentCard(running(3, { approvals: approvedByBo, progress }), NOON));
    expect(lines.slice(0, 4)).toEqual([
      'shop 1.1.0 to production',
      'running · step 4 of 6: watching it at 50 %',
      'Version: 1.0.0 → 1.1.0',
      'Requested by: @ana',
    ]);
    expect(lines).toContain('now bake');
    expect(lines).toContain('50 % of the traffic on 1.1.0');
    expect(lines).toContain('Metric | 1.1.0 | 1.0.0 | Limit | Result');
    expect(lines).toContain('p99 latency | 500 ms | 65 ms | 130 ms | over the limit');
    expect(lines).toContain('Approved by @bo');
  });

  test('judged: how far the evidence is from a rollback, and how each metric compares', () => {
    const metrics = [
      { metric: 'error rate', canary: '0.90 %', baseline: '0.10 %', limit: '2.00 %', ok: true },
      {
        metric: 'slower than p99 of 1.0.0 (48 ms)',
        canary: '1.00 %',
        baseline: '1.00 %',
        limit: 'by evidence',
        ok: true,
        result: 'not shown to be worse',
      },
    ];
    const why = 'error rate 0.90 % against 0.10 %';
    const judged = { verdict: 'not enough data', ground: 'undecided', why, metrics } as const;
    const card = (evidence: number) =>
      deploymentCard(
        running(3, { progress: { ...FRESH, since: NOON, verdict: { ...judged, evidence } } }),
        NOON,
      );
    expect(seen(card(37))).toContain(
      'Evidence that 1.1.0 is worse: 37 of the 100 that trigger rollback.',
    );
    expect(seen(card(37))).toContain(
      'slower than p99 of 1.0.0 (48 ms) | 1.00 % | 1.00 % | by evidence | not shown to be worse',
    );
    expect(seen(card(120))).toContain(
      'Evidence that 1.1.0 is worse: more than the 100 that trigger rollback.',
    );
    expect(card(37).text).toContain('healthy so far: error rate 0.90 % against 0.10 %');
  });

  test('what fails by errors past all discussion was not weighed: no number of the hundred beside it', () => {
    const why = 'error rate 40.00 % of 60 requests, past the 20.00 % at which nothing is compared';
    const verdict = { verdict: 'fail', ground: 'floor', why, metrics: [], evidence: 1 } as const;
    const progress = { ...FRESH, since: NOON, verdict };
    const ended = { code: 'verdict', why, by: 'fairway' };
    const card = deploymentCard(running(3, { progress, status: 'failed', outcome: ended }), NOON);
    expect(seen(card).join()).toContain(why);
    expect(seen(card).join()).not.toContain('of the 100 that trigger rollback');
  });

  test('a rollback says what it undoes, why, and how long it took; what is left are buttons', () => {
    const d = deployment({
      id: 'D-8',
      kind: 'rollback',
      status: 'succeeded',
      artifact: OLD,
      rollbackOf: 'D-7',
      requestedBy: 'fairway',
      because: 'p99 latency 541 ms is over the limit of 130 ms',
      startedAt: NOON,
      finishedAt: plus(NOON, 2_000),
    });
    const lines = seen(deploymentCard(d, NOON));
    expect(lines).toContain('rolledBack · took 2 seconds; 1.0.0 serves everybody again');
    expect(lines).toContain('Undoes: D-7');
    expect(lines).toContain('Trigger: automatic: p99 latency 541 ms is over the limit of 130 ms');
    expect(lines.at(-1)).toBe('[Why?] [Details]');
  });
});
