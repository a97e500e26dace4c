import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AlertSource } from '../../src/domain/incident/source.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { useStory } from '../stories/harness.ts';
import { needs } from './needs.ts';
import { type Alerting, startAlerting, until } from './real-alerting.ts';

const { here, skipped } = needs('prometheus', 'prometheus-alertmanager');
const SOURCE = AlertSource.parse({
  name: 'prometheus',
  kind: 'alertmanager',
  secrets: ['env:ALERTS'],
  rules: [{ name: 'hold-on-errors', when: { alertname: 'HighErrorRate' }, do: 'pause' }],
});

/** An alert that is on as long as the file beside it says so. */
const rules = (on: boolean) => `
groups:
  - name: shop
    interval: 1s
    rules:
      - alert: HighErrorRate
        expr: vector(1) ${on ? '==' : '!='} 1
        labels: { service: shop, environment: production, severity: critical }
        annotations: { summary: "More than 5 % of requests fail" }
`;

describe.skipIf(!here)(`7.2 a real Prometheus and its Alertmanager${skipped}`, () => {
  let alerting: Alerting;
  const story = useStory({
    // Behind the real time by more than it is moved on: the alert begins after the deployment.
    start: instant(Date.now() - 300_000),
    rules: (catalog) => ({
      ...catalog,
      blackouts: [],
      alerts: [SOURCE],
      incidents: { channel: '#deploys' },
    }),
  });

  beforeAll(async () => {
    alerting = await startAlerting({ hook: story.hookAt('prometheus'), groups: rules(false) });
  });
  afterAll(() => alerting?.close());

  test('an alert that fires holds the canary, and the incident is over when it ends', async () => {
    story.world.steady({ service: 'shop', environment: 'production' }, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('12s');
    await sleep(500);
    const at = { service: 'shop', environment: 'production', limit: 1 };
    const running = async () => (await story.fairway.records.deployments(at))[0];
    expect(await running()).toMatchObject({ status: 'running', hold: null });
    await alerting.rule(rules(true));
    await until(async () => {
      await story.settle();
      return (await running())?.hold !== null;
    });
    const [incident] = await story.fairway.records.incidents({ open: true, limit: 9 });
    expect(incident).toMatchObject({ severity: 'critical', places: [{ service: 'shop' }] });
    expect(incident?.references[0]?.ref).toMatch(/HighErrorRate/);
    expect((await running())?.hold?.why).toContain('HighErrorRate');
    await alerting.rule(rules(false));
    await until(async () => {
      await story.settle();
      return (await story.fairway.records.incident('INC-1'))?.status === 'resolved';
    });
    expect(await running()).toMatchObject({ status: 'running' }); // nothing went on by itself
  });
});
