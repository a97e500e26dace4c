import { describe, expect, test } from 'vitest';
import { AlertSource } from '../../src/domain/incident/source.ts';
import { useStory } from './harness.ts';

const staging = { service: 'shop', environment: 'staging' };
const SOURCE = AlertSource.parse({
  name: 'prometheus',
  kind: 'alertmanager',
  secrets: ['env:ALERTS'],
  rules: [
    { name: 'back-on-errors', when: { alertname: 'HighErrorRate' }, do: 'rollback' },
    { name: 'hold-on-slowness', when: { alertname: 'Slow' }, do: 'pause' },
  ],
});

function alert(at: number, alertname = 'HighErrorRate') {
  return {
    version: '4',
    groupKey: `{}:{alertname="${alertname}"}`,
    status: 'firing',
    externalURL: 'http://alertmanager:9093',
    alerts: [
      {
        status: 'firing',
        labels: { alertname, service: 'shop', env: 'staging', severity: 'critical' },
        annotations: { summary: 'More than 5 % of requests fail' },
        startsAt: new Date(at).toISOString(),
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus:9090/graph',
        fingerprint: `${alertname}-shop`,
      },
    ],
  };
}

function useAlerts() {
  const story = useStory({
    rules: (catalog) => ({ ...catalog, alerts: [SOURCE], incidents: { channel: '#deploys' } }),
  });
  return {
    story,
    serves: () => story.world.live(staging).find(({ percent }) => percent === 100)?.version,
    async deploys(version: string) {
      story.world.steady(staging, 40);
      await story.after('40s');
      await story.types('ana', `/deploy shop@${version} to staging`);
      await story.after('1m');
    },
    async looks() {
      for (let n = 0; n < 4; n += 1) await story.after('16s');
    },
  };
}

describe('7.2 an alert whose rule may roll back', () => {
  const { story, serves, deploys, looks } = useAlerts();

  test('undoes what our own measurement says is bad, and says by which rule', async () => {
    await deploys('1.3.0-errors');
    expect(serves()).toBe('1.3.0-errors');
    expect(await story.posts('prometheus', alert(story.now()))).toBe(202);
    await looks();
    expect(serves()).toBe('1.0.0');
    expect(story.texts()).toContainEqual(
      expect.stringMatching(
        /\d+ of \d+ requests to 1\.3\.0-errors since it serves failed \(\d+\.\d\d %; the limit is .*\): alert HighErrorRate of prometheus, rule back-on-errors, INC-1/,
      ),
    );
    const [incident] = await story.fairway.records.incidents({ open: true, limit: 1 });
    expect(incident?.links).toMatchObject([
      { deployment: 'D-1', role: 'cause', by: 'fairway' },
      { deployment: 'D-2', role: 'fix', by: 'fairway' },
    ]);
  });
});

describe('7.2 the same alert about a healthy version', () => {
  const { story, serves, deploys, looks } = useAlerts();

  test('undoes nothing, however long it is on', async () => {
    await deploys('1.1.0');
    expect(await story.posts('prometheus', alert(story.now()))).toBe(202);
    await looks();
    expect(serves()).toBe('1.1.0');
    expect(await story.fairway.records.deployments({ ...staging, limit: 9 })).toHaveLength(1);
  });
});

describe('7.2 an alert whose rule only holds', () => {
  const { story, serves, deploys, looks } = useAlerts();

  test('undoes nothing, though the version is bad', async () => {
    await deploys('1.3.0-errors');
    expect(await story.posts('prometheus', alert(story.now(), 'Slow'))).toBe(202);
    await looks();
    expect(serves()).toBe('1.3.0-errors');
  });
});
