import { beforeEach, describe, expect, test } from 'vitest';
import { BreakerRule } from '../../src/domain/breaker/rule.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import type { IncidentEvent } from '../../src/domain/incident/incident.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Row } from '../../src/ports/store.ts';
import { heedAnomalies } from '../../src/workflow/heed-anomalies.ts';
import { NOON, running, yesOf } from '../domain/sample.ts';

const catalog = {
  services: [{ name: 'shop', owners: ['owners'], environments: { production: {} } }],
  environments: [{ name: 'production', deployers: [] }],
  groups: [{ name: 'owners', members: ['chen'] }],
  people: [],
  approvals: [],
} as unknown as Catalog;

function event(more: Partial<IncidentEvent> = {}): IncidentEvent {
  return {
    type: 'incident',
    what: 'opened',
    id: 'INC-3',
    service: 'shop',
    environment: 'production',
    revision: 0,
    at: NOON,
    by: 'alert:alerts',
    severity: 'error',
    note: 'INC-3 opened: HighErrorRate',
    tell: [],
    ...more,
  };
}

describe('6.6 an anomaly holds what runs, at every step', () => {
  let rows: Row[] = [];
  let deployments: readonly Deployment[] = [];
  beforeEach(() => {
    rows = [];
  });

  function subscriber(rule?: BreakerRule, security?: 'stop' | 'rollback') {
    return heedAnomalies({
      catalog: () => ({
        ...catalog,
        breaker: rule,
        ...(security ? { incidents: { channel: '#incidents', security } } : {}),
      }),
      digest: (text) => text,
      records: { deployments: async () => deployments, breakers: async () => [] },
      store: {
        nextId: async () => 'D-9',
        async change({ target, deployment }, decide) {
          const d = deployments.find(({ id }) => id === deployment) ?? null;
          const decided = decide({
            deployment: d,
            running: d,
            lock: null,
            now: NOON,
            ...{ target },
          });
          if (decided === null || 'refused' in decided) return { kind: 'unchanged' };
          rows.push(...decided.rows);
          return { kind: 'recorded', entries: [], rows: decided.rows, now: NOON, epoch: 1 };
        },
      },
      log: { info() {}, warn() {}, error() {} },
    });
  }

  test.each(running(0).plan.map(({ kind }, i) => [i, kind] as const))('step %i, %s', async (i) => {
    deployments = [running(i)];
    await subscriber().on(event());
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).toMatchObject({
      cursor: i,
      hold: {
        by: 'fairway',
        asks: ['chen'],
        why: expect.stringMatching(/^INC-3 opened: HighErrorRate/),
      },
    });
  });

  test.each<[string, Partial<IncidentEvent>]>([
    ['a warning', { severity: 'warning' }],
    ['another service', { service: 'search' }],
    ['no service is named', { service: '*' }],
    ['an alert that ended', { what: 'calmed' }],
    ['it is over', { what: 'resolved' }],
  ])('%s holds nothing', async (_, more) => {
    deployments = [running(2)];
    await subscriber().on(event(more));
    expect(rows).toEqual([]);
  });

  test('a rollback goes on, and what is held stays as it is', async () => {
    deployments = [
      { ...running(2), kind: 'rollback' },
      { ...running(2), id: 'D-8', hold: { by: 'bo', at: NOON, why: 'look', asks: [] } },
    ];
    await subscriber().on(event({ severity: 'critical' }));
    expect(rows).toEqual([]);
  });

  const fix = { fixes: 'inc-3', approvals: [yesOf('chen', ['production'])] };
  test.each<[string, Partial<Deployment>, number]>([
    ['its fix that somebody else approved goes on', fix, 0],
    ['one that was only asked for is held', { ...fix, approvals: [] }, 1],
    ['one of its asker alone is held', { ...fix, requestedBy: 'chen' }, 1],
    ['the fix of another incident is held', { ...fix, fixes: 'INC-2' }, 1],
  ])('%s', async (_, patch, held) => {
    deployments = [running(2, patch)];
    await subscriber().on(event({ what: 'alerted' }));
    expect(rows).toHaveLength(held);
  });

  test('with alerts: stop a critical one stops the line as well, once', async () => {
    deployments = [];
    await subscriber(BreakerRule.parse({ alerts: 'stop' })).on(event({ severity: 'critical' }));
    await subscriber(BreakerRule.parse({ alerts: 'stop' })).on(event({ severity: 'error' }));
    await subscriber(BreakerRule.parse({})).on(event({ severity: 'critical' }));
    expect(rows).toMatchObject([
      {
        table: 'breaker',
        row: { service: 'shop', state: { kind: 'open', stop: { cause: 'alert' } } },
      },
    ]);
  });

  const stopped = (environment: string) => ({
    table: 'breaker',
    row: { service: 'shop', environment, state: { kind: 'open', stop: { cause: 'incident' } } },
  });
  test.each<[string, Partial<IncidentEvent>, readonly unknown[]]>([
    ['critical', { severity: 'critical' }, [stopped('production')]],
    ['a warning', { severity: 'warning' }, [stopped('production')]],
    ['said of no environment', { environment: '*' }, [stopped('*')]],
    ['said of no service', { service: '*' }, []],
    ['over', { what: 'resolved' }, []],
  ])('a security incident, %s: the line, until a person opens it', async (_, more, expected) => {
    deployments = [];
    await subscriber().on(event({ security: true, ...more }));
    expect(rows).toMatchObject(expected);
    const rests = rows.flatMap((one) =>
      one.table === 'breaker' && one.row.state.kind === 'open' ? one.row.state.stop.restMs : [],
    );
    expect(rests.every((ms) => ms === null)).toBe(true);
  });

  const previous = running(2).previous;
  const day = 24 * 3_600_000;
  const closed: Deployment['waiting'][number] = {
    gate: 'blackout',
    code: 'blackout',
    why: 'weekend',
    until: plus(NOON, day),
    who: [],
  };
  const over = { status: 'succeeded', hold: null, exposedAt: NOON, previous } as const;
  test.each<[string, Partial<Deployment>, boolean]>([
    ['running', { exposedAt: NOON }, true],
    ['held', { exposedAt: NOON, hold: { by: 'bo', at: NOON, why: 'look', asks: [] } }, true],
    ['waiting out a blackout', { exposedAt: NOON, waiting: [closed], wakeAt: closed.until }, true],
    ['over', { ...over, finishedAt: NOON }, true],
    ['over for more than a day', { ...over, finishedAt: plus(NOON, -day - 1) }, false],
    ['met by nobody yet', { exposedAt: null }, false],
    ['a rollback', { kind: 'rollback', exposedAt: NOON }, false],
    ['what is to end it', { exposedAt: NOON, fixes: 'INC-3' }, false],
  ])('security: rollback, and the newest one is %s', async (_, more, goesBack) => {
    deployments = [{ ...running(2), ...more }];
    await subscriber(undefined, 'rollback').on(event({ security: true, severity: 'warning' }));
    expect(rows[0]).toMatchObject(stopped('production'));
    const back = rows.some(
      (one) => one.table === 'deployment' && one.row.kind === 'rollback' && one.row.id === 'D-9',
    );
    expect(back).toBe(goesBack);
    rows = [];
    await subscriber(undefined, 'stop').on(event({ security: true, severity: 'warning' }));
    expect(rows.filter((one) => one.table === 'deployment')).toEqual([]);
  });
});
