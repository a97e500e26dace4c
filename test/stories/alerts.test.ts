import { describe, expect, test } from 'vitest';
import { AlertSource } from '../../src/domain/incident/source.ts';
import { useStory } from './harness.ts';

const shop = { service: 'shop', environment: 'production' };
const SOURCE = AlertSource.parse({
  name: 'prometheus',
  kind: 'alertmanager',
  secrets: ['env:ALERTS'],
  services: ['shop', 'search'],
  rules: [{ name: 'hold-on-errors', when: { alertname: 'HighErrorRate' }, do: 'pause' }],
});

interface Told {
  readonly alertname?: string;
  readonly service?: string;
  readonly severity?: string;
  readonly at: number;
  readonly over?: boolean;
}

function group({
  alertname = 'HighErrorRate',
  service = 'shop',
  severity = 'critical',
  at,
  over = false,
}: Told) {
  const startsAt = new Date(at).toISOString();
  return {
    version: '4',
    groupKey: `{}:{alertname="${alertname}"}`,
    status: over ? 'resolved' : 'firing',
    externalURL: 'http://alertmanager:9093',
    alerts: [
      {
        status: over ? 'resolved' : 'firing',
        labels: { alertname, service, env: 'production', severity },
        annotations: { summary: 'More than 5 % of requests fail <!channel>' },
        startsAt,
        endsAt: over ? new Date(at + 60_000).toISOString() : '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus:9090/graph',
        fingerprint: `${alertname}-${service}`,
      },
    ],
  };
}

describe('7.2 alerts come in', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, alerts: [SOURCE] }) });
  const open = () => story.fairway.records.incidents({ open: true, limit: 9 });
  const running = async () =>
    (await story.fairway.records.deployments({ ...shop, statuses: ['running'], limit: 1 }))[0];
  let at = 0;

  test('nobody without the secret is heard, and nobody learns which sources there are', async () => {
    at = story.now();
    expect(await story.posts('prometheus', group({ at }), 'guess')).toBe(401);
    expect(await story.posts('nagios', group({ at }))).toBe(401);
    expect(await story.posts('prometheus', { version: '4' })).toBe(400);
    expect(await open()).toEqual([]);
  });

  test('an alert holds what runs there, and says so where it is shown; a repeat changes nothing', async () => {
    story.world.steady(shop, 40);
    for (const version of ['1.0.0', '1.1.0']) {
      await story.types('ana', `/deploy shop@${version} to staging`);
      await story.after('1m');
    }
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('15s');
    const before = await running();
    expect(before).toMatchObject({ status: 'running', hold: null });
    at = story.now();
    expect(await story.posts('prometheus', group({ at }))).toBe(202);
    const [incident] = await open();
    expect(incident).toMatchObject({ id: 'INC-1', severity: 'critical', places: [shop] });
    const held = await running();
    expect(held?.hold).toMatchObject({
      why: 'alert HighErrorRate of prometheus, rule hold-on-errors, INC-1',
      asks: expect.arrayContaining(['ana', 'chen']),
    });
    expect(await story.posts('prometheus', group({ at }))).toBe(202);
    expect((await open())[0]?.revision).toBe(0);
    expect((await running())?.revision).toBe(held?.revision);
  });

  test('resumed by a person it goes on, though the alert is told of again', async () => {
    await story.types('ana', `/release resume ${(await running())?.id}`);
    await story.after('2s');
    const again = { ...group({ at }), truncatedAlerts: 1 };
    expect(await story.posts('prometheus', again)).toBe(202);
    expect((await running())?.hold).toBeNull();
  });

  test('it may speak only of what its source may, and never of less than is bad enough', async () => {
    expect(
      await story.posts('prometheus', group({ at, service: 'checkout', alertname: 'Other' })),
    ).toBe(202);
    expect(
      await story.posts(
        'prometheus',
        group({ at, service: 'search', alertname: 'Slow', severity: 'warning' }),
      ),
    ).toBe(202);
    expect(await open()).toHaveLength(1);
  });

  test('the incident is over with its last alert', async () => {
    expect(await story.posts('prometheus', group({ at, over: true }))).toBe(202);
    expect(await open()).toEqual([]);
    expect(await story.fairway.records.incident('INC-1')).toMatchObject({
      resolved: { by: 'alerts' },
    });
  });
});
