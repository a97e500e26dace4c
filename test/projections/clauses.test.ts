import { expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import type { DeploymentEvent } from '../../src/domain/deployment/event.ts';
import type { KeptSample } from '../../src/domain/deployment/sample.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { deploymentCard } from '../../src/projections/deployment-card.ts';
import { pingPeople } from '../../src/projections/deployment-log.ts';
import { evidenceView } from '../../src/projections/evidence.ts';
import { clauses } from '../../src/projections/parts.ts';
import type { View } from '../../src/projections/view.ts';
import { whyView } from '../../src/projections/why.ts';
import { renderMessage } from '../../src/slack/render/message.ts';
import { mrkdwnLine } from '../../src/slack/render/mrkdwn.ts';
import { deployment, NOON, OLD, running } from '../domain/sample.ts';

const names = {
  person: (id: string) => ({ account: null, name: id }),
  group: (id: string) => ({ id: null, name: id }),
};
const read = (said: string) => mrkdwnLine(clauses(said), names, 3_000);

test('what a judge says of every metric is read to its end', () => {
  const each = ['p50', 'p90', 'p99'].map(
    (metric) => `slower than ${metric} of 1.0.0 (18.3 ms): 0.00 % against 3.70 %`,
  );
  const claimed =
    'more than the 20 that it takes (fewer than 2.00 % failed and 5.00 % slow harm nobody)';
  const said = `Judged healthy: error rate 0.00 %; ${each.join('; ')}; evidence that 1.1.0 is as good: ${claimed}`;
  expect(said.length).toBeGreaterThan(300);
  expect(read(said)).toBe(said);
});

test('one clause that is too long is cut by itself, and says nothing of its own in the chat', () => {
  const said = `<@U0BO000001> *yes* ${'a'.repeat(400)}; and the rest`;
  expect(read(said)).toMatch(/^&lt;@U0BO000001&gt;.*…; and the rest$/);
  expect(read('')).toBe('');
});

const each = ['p50', 'p90', 'p99'].map(
  (metric) => `slower than ${metric} of 1.0.0 (18.3 ms): 2.63 % against 10.31 %`,
);
const why = `No verdict on 1.1.0: error rate 0.00 % against 0.00 %; ${each.join('; ')}; evidence that 1.1.0 is worse: 1 of the 100 that trigger rollback; and since then: All of shop burns its budget`;
const hold = { by: 'fairway', at: NOON, why, asks: ['bo'] };
const asked = { type: 'asked', id: 'D-7', revision: 9, at: NOON, by: 'fairway' } as const;
const event: DeploymentEvent = {
  ...{ ...asked, service: 'shop', environment: 'production', note: why, tell: ['bo'] },
};
const failed: Partial<Deployment> = {
  ...{ status: 'failed', finishedAt: NOON, outcome: { code: 'verdict', why, by: 'fairway' } },
};
const CARDS: readonly (readonly [string, () => View | null])[] = [
  ['the card of what is held', () => deploymentCard(running(3, { hold }), NOON)],
  ['the card of what failed', () => deploymentCard(running(3, failed), NOON)],
  ['the card of the way back', () => deploymentCard(wayBack(), NOON)],
  ['the call to decide', () => pingPeople(event, running(3, { hold }))],
  ['/release why', () => whyView(running(3, { hold }), [], [], { now: NOON, power: null })],
];

test.each(CARDS)('%s says to its end why', (_, view) => {
  expect(why.length).toBeGreaterThan(300);
  const shown = view();
  expect(shown && JSON.stringify(renderMessage(shown, names).blocks)).toMatch(
    /and since then: All of shop burns its budget/,
  );
});

function wayBack(): Deployment {
  const { id, artifact } = running(3);
  const of = { kind: 'rollback', rollbackOf: id, because: why, requestedBy: 'fairway' } as const;
  return deployment({ ...running(1), ...of, id: 'D-8', artifact: OLD, previous: artifact });
}

test('evidence that is computed again is read to its end', () => {
  const judge = {
    kind: 'judge',
    warmUpMs: 0,
    forMs: 60_000,
    criteria: Criteria.parse({}),
  } as const;
  const plan = [{ kind: 'shift', percent: 25 }, judge, { kind: 'finish' }] as const;
  const d = running(1, { plan });
  const served = (requests: number) => {
    const buckets = [
      [10, requests * 0.6],
      [20, requests * 0.93],
      [40, requests * 0.995],
      [null, requests],
    ] as const;
    return { requests, errors: 0, buckets };
  };
  const looks = Array.from({ length: 4 }, (_, i): KeptSample => {
    return {
      ...{ deployment: d.id, service: 'shop', environment: 'production', revision: i, step: 1 },
      at: plus(NOON, i * 10_000),
      sample: { kind: i === 0 ? 'past' : 'judged', canary: served(i * 200), stable: served(1_000) },
    };
  });
  const view = evidenceView(d, looks, []);
  const { blocks } = renderMessage(view, names);
  expect(JSON.stringify(blocks)).toMatch(/that it takes, least by its (errors|latency)/);
});
