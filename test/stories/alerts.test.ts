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
  const story = useStory({
    rules: (catalog) => ({ ...catalog, alerts: [SOURCE], incidents: { channel: '#deploys' } }),
  });
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

  test('the incident is one message, and its buttons are commands', async () => {
    const card = story.message(/^INC-1, open, critical: HighErrorRate/);
    expect(card.text).toMatch(/It touches shop in production\. Nobody is in command\./);
    expect(JSON.stringify(card.blocks)).not.toMatch(/"mrkdwn","text":"[^"]*<!channel>/);
    await story.types('eli', '/release incident take INC-1');
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
    await story.types('chen', '/release incident take INC-1');
    expect(story.message(/^INC-1, acknowledged/).text).toMatch(/chen is in command/);
    await story.types('eli', '/release incidents list');
    expect(story.told('eli').text).toMatch(/INC-1, acknowledged, critical: HighErrorRate/);
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

  test('with somebody in command it is theirs to end, though every alert has', async () => {
    expect(await story.posts('prometheus', group({ at, over: true }))).toBe(202);
    expect(await open()).toMatchObject([{ id: 'INC-1', status: 'acknowledged' }]);
    story.message(/^chen: INC-1: every alert has ended/);
  });

  test('rolled back because of it, what broke it and what ends it belong to it', async () => {
    const broke = (await running())?.id;
    await story.types('chen', '/rollback shop in production because "INC-1, errors"');
    await story.after('20s');
    const [i] = await open();
    expect(i?.links).toMatchObject([
      { deployment: broke, role: 'cause', by: 'chen' },
      { role: 'fix', by: 'chen' },
    ]);
    await story.types('chen', `/release incident link INC-1 ${broke} --as fix`);
    expect((await open())[0]?.links).toContainEqual(
      expect.objectContaining({ deployment: broke, role: 'fix' }),
    );
  });

  test('resolved by a person it is over, and the card says why', async () => {
    await story.types('chen', '/release incident resolve INC-1 because "1.1.0 is back out"');
    expect(await open()).toEqual([]);
    await story.after('5s');
    expect(story.message(/^INC-1, resolved/).text).toMatch(/chen is in command/);
    await story.types('chen', '/release incident take INC-1');
    expect(story.told('chen').text).toMatch(/INC-1 is resolved already/);
  });
});

describe('7.2 whoever is in command', () => {
  const OPS: readonly string[] = ['shop-ops'];
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      alerts: [{ ...SOURCE, rules: [] }],
      groups: [...catalog.groups, { name: 'shop-ops', members: ['eli'], mention: null }],
      services: catalog.services.map((s) => (s.name === 'search' ? { ...s, owners: OPS } : s)),
    }),
  });

  test('may stop all that the incident touches, as long as it is open and theirs', async () => {
    story.world.steady(shop, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('15s');
    const id = (await story.fairway.records.deployments({ ...shop, limit: 1 }))[0]?.id;
    const pause = async () => {
      await story.types('eli', `/release pause ${id} because "looking"`);
      return story.told('eli').text;
    };
    expect(await pause()).toMatch(/You can't steer deployments in production/);
    const at = story.now() - 3_600_000;
    await story.posts('prometheus', {
      ...group({ at, service: 'search' }),
      alerts: ['search', 'shop'].flatMap(
        (service) => group({ at, service, severity: 'error' }).alerts,
      ),
    });
    await story.types('bo', `/release resume ${id}`);
    expect(await pause()).toMatch(/You can't steer deployments in production/);
    await story.types('eli', '/release incident take INC-1');
    expect(await pause()).toMatch(/is paused/);
    await story.types('bo', `/release resume ${id}`);
    await story.types('eli', '/release incident resolve INC-1 because "over"');
    expect(await pause()).toMatch(/You can't steer deployments in production/);
  });

  test('may stop what is suspected of it, of another service too, and what others link; not what is cleared', async () => {
    const [d] = await story.fairway.records.deployments({ ...shop, limit: 1 });
    const tries = async (line: string) => {
      await story.types('eli', line);
      return story.told('eli').text;
    };
    const pause = () => tries(`/release pause ${d?.id} because "INC-2"`);
    await story.types('bo', '/release incident open search in production because "no results"');
    await story.after('2s');
    const s = await story.fairway.records.suspicion('INC-2');
    expect(s?.last.named.map(({ subject }) => subject)).toContain(d?.id);
    expect(await pause()).toMatch(/You can't steer deployments in production/);
    await story.types('eli', '/release incident take INC-2');
    expect(await pause()).toMatch(/is paused/);
    await story.types('bo', `/release resume ${d?.id}`);
    await story.types('bo', `/release not-cause INC-2 ${d?.id}`);
    expect(await pause()).toMatch(/You can't steer deployments in production/);
    await tries(`/release incident link INC-2 ${d?.id}`);
    expect(await tries('/rollback shop in production because "INC-2"')).toMatch(/You can't steer/);
    await story.types('bo', `/release incident link INC-2 ${d?.id} --as fix`);
    expect(await tries('/rollback shop in production because "INC-2"')).toMatch(/Rolling back/);
    await story.after('20s');
  });
});
