import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Spike } from '../../src/domain/deployment/spike.ts';
import { AlertSource } from '../../src/domain/incident/source.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import type { Teller } from '../../src/workflow/emit.ts';
import { useStory } from './harness.ts';

const staging = { service: 'shop', environment: 'staging' };
const production = { service: 'shop', environment: 'production' };
const ENDS = ['succeeded', 'failed', 'cancelled'];

/** A machine outside that is told of each deployment that ends when people were served worse by it. */
function hearing() {
  const heard = new Map<string, readonly Spike[]>();
  const teller: Teller = {
    sink: { name: 'spikes', send: async () => {} },
    async tell({ type }, d, { spikes }) {
      if (ENDS.includes(type)) heard.set(d.id, await spikes());
      return [];
    },
  };
  return { heard, tellers: [teller] };
}

const SOURCE = AlertSource.parse({
  name: 'prometheus',
  kind: 'alertmanager',
  secrets: ['env:ALERTS'],
  rules: [{ name: 'hold-on-errors', when: { alertname: 'HighErrorRate' }, do: 'pause' }],
});

function group(from: number, to: number | null) {
  const status = to === null ? 'firing' : 'resolved';
  const labels = {
    alertname: 'HighErrorRate',
    service: 'shop',
    env: 'production',
    severity: 'critical',
  };
  const startsAt = new Date(from).toISOString();
  const endsAt = to === null ? '0001-01-01T00:00:00Z' : new Date(to).toISOString();
  const own = { status, labels, annotations: {}, startsAt, endsAt, fingerprint: 'one' };
  const alerts = [{ ...own, generatorURL: 'http://prometheus:9090/graph' }];
  const externalURL = 'http://alertmanager:9093';
  return { version: '4', groupKey: '{}:{}', status, externalURL, alerts };
}

describe('7.1 an alert while a deployment was under way', () => {
  const { heard, tellers } = hearing();
  const story = useStory({
    tellers,
    rules: (catalog) => ({ ...catalog, alerts: [SOURCE], incidents: { channel: '#deploys' } }),
  });

  test('is told with when it was on, and that it held', async () => {
    story.world.steady(production, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    const newest = () => story.fairway.records.deployment('D-2');
    for (let n = 0; n < 30 && !(await newest())?.exposedAt; n += 1) await story.after('1s');
    const from = story.now();
    expect(await story.posts('prometheus', group(from, null))).toBe(202);
    await story.after('1m');
    const to = story.now();
    expect(await story.posts('prometheus', group(from, to))).toBe(202);
    await story.types('ana', '/release resume D-2');
    await story.after('5m');
    const d = await newest();
    expect(d?.status).toBe('succeeded');
    expect(heard.get('D-1')).toEqual([]);
    expect(heard.get('D-2')).toEqual([
      {
        by: 'alert',
        metric: 'HighErrorRate',
        value: 'critical',
        against: null,
        from,
        to,
        followed: 'hold',
        incident: 'INC-1',
      },
    ]);
    expect(story.fairway.spikes().filter(({ n }) => n > 0)).toEqual([
      { by: 'alert', followed: 'hold', n: 1 },
    ]);
  });
});

describe('7.1 a version that burns the error budget after it was verified', () => {
  const { heard, tellers } = hearing();
  const story = useStory({
    tellers,
    rules: (catalog): Catalog => ({
      ...catalog,
      services: catalog.services.map((one) => {
        const there = one.environments['staging'];
        if (one.name !== 'shop' || !there) return one;
        const objectives = [Objective.parse({ target: 0.99, minRequests: 50 })];
        return { ...one, environments: { ...one.environments, staging: { ...there, objectives } } };
      }),
    }),
  });

  test('is told with the rollback that it brought about', async () => {
    story.world.steady(staging, 40);
    await story.after('40s');
    await story.types('ana', '/deploy shop@1.3.0-errors to staging');
    for (let n = 0; n < 8; n += 1) await story.after('16s');
    const back = await story.fairway.records.deployment('D-2');
    expect(back).toMatchObject({ kind: 'rollback', rollbackOf: 'D-1', status: 'succeeded' });
    const d = await story.fairway.records.deployment('D-1');
    const [burnt, ...others] = heard.get('D-2') ?? [];
    expect(others).toEqual([]);
    expect(burnt).toMatchObject({
      by: 'burn',
      metric: expect.stringMatching(/^availability, page (quick|slow)$/),
      value: expect.stringMatching(/^\d+(\.\d)?×$/),
      followed: 'rollback',
      to: back?.requestedAt,
    });
    expect(burnt?.from).toBeGreaterThanOrEqual(d?.finishedAt ?? 0);
    expect(story.fairway.spikes()).toContainEqual({ by: 'burn', followed: 'rollback', n: 1 });
  });
});
