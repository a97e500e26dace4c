import { describe, expect, test } from 'vitest';
import { AlertSource } from '../../src/domain/incident/source.ts';
import { useStory } from './harness.ts';

const shop = { service: 'shop', environment: 'staging' };
const SOURCE = AlertSource.parse({
  name: 'scanner',
  kind: 'alertmanager',
  secrets: ['env:ALERTS'],
  security: { class: 'security' },
});

function leak(at: number) {
  return {
    version: '4',
    groupKey: 'leak',
    externalURL: 'http://alertmanager:9093',
    alerts: [
      {
        status: 'firing',
        labels: {
          alertname: 'TokenLeaked',
          service: 'shop',
          env: 'staging',
          severity: 'warning',
          class: 'security',
        },
        annotations: { summary: 'A token is in its answers' },
        startsAt: new Date(at).toISOString(),
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus:9090/graph',
        fingerprint: 'leak',
      },
    ],
  };
}

describe('6.1 a security incident closes the line of its service', () => {
  const story = useStory({
    rules: (catalog) => ({ ...catalog, alerts: [SOURCE], incidents: { channel: '#deploys' } }),
  });

  test('however bad it calls itself: nothing new starts there, and everybody hears it', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    const at = story.now();
    expect(await story.posts('scanner', leak(at))).toBe(202);
    expect(await story.posts('scanner', { ...leak(at), truncatedAlerts: 0 })).toBe(202);
    await story.after('6s');
    story.message(/^INC-1, open, warning, security: TokenLeaked/);
    const told = story.texts().filter((one) => /stopped the line of shop in staging/.test(one));
    expect(told).toEqual([expect.stringMatching(/INC-1 opened, a security incident: TokenLeaked/)]);
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    await story.after('30s');
    expect(story.world.live(shop).find(({ percent }) => percent === 100)?.version).toBe('1.1.0');
  });

  test('a person says so as well; its line is another', async () => {
    await story.types(
      'ana',
      '/release incident open search in production --class security because "keys in logs"',
    );
    await story.after('6s');
    story.message(/^INC-2, open, error, security: keys in logs/);
    const lines = (await story.fairway.records.breakers()).map(
      ({ service, environment, state }) => `${service} ${environment} ${state.kind}`,
    );
    expect(lines.toSorted()).toEqual(['search production open', 'shop staging open']);
  });
});

describe('6.1 with security: rollback the newest version goes back as well', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      alerts: [SOURCE],
      incidents: { channel: '#deploys', security: 'rollback' },
    }),
  });

  test('though its deployment is long verified, once', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.later('65m');
    expect(await story.posts('scanner', leak(story.now()))).toBe(202);
    await story.after('30s');
    story.message(/^Rolled back shop in staging from 1\.1\.0 to 1\.0\.0/);
    expect(story.world.live(shop).find(({ percent }) => percent === 100)?.version).toBe('1.0.0');
    const all = await story.fairway.records.deployments({
      ...shop,
      limit: 9,
      statuses: ['succeeded', 'running'],
    });
    expect(all.filter(({ kind }) => kind === 'rollback')).toHaveLength(1);
  });
});
