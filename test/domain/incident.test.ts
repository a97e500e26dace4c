import { describe, expect, test } from 'vitest';
import { type Alert, kept, NOWHERE } from '../../src/domain/incident/alert.ts';
import { link, resolve, take } from '../../src/domain/incident/command.ts';
import {
  beganAt,
  firing,
  type Incident,
  isIncidentId,
  touches,
} from '../../src/domain/incident/incident.ts';
import { place } from '../../src/domain/incident/place.ts';
import { AlertSource } from '../../src/domain/incident/source.ts';
import { joinFor, MOST_ALERTS, openFor, REOPEN_MS } from '../../src/domain/incident/tell.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { instant, plus } from '../../src/domain/kernel/time.ts';

const noon = instant(Date.UTC(2026, 10, 18, 12));
const shop = { service: 'shop', environment: 'production' };
const search = { service: 'search', environment: 'production' };
const reference = { source: 'alerts', ref: 'group-1', url: null };

function alert(fingerprint: string, more: Partial<Alert> = {}): Alert {
  return {
    source: 'alerts',
    fingerprint,
    name: 'HighErrorRate',
    summary: null,
    severity: 'error',
    ...shop,
    labels: {},
    startedAt: plus(noon, -60_000),
    endedAt: null,
    url: null,
    ...more,
  };
}
const telling = (...alerts: readonly Alert[]) => ({ place: shop, reference, alerts });
const over = (a: Alert, endedAt = noon) => ({ ...a, endedAt });

function row(change: { readonly rows: readonly { readonly row: Incident }[] } | null): Incident {
  const [first] = change?.rows ?? [];
  if (!first) throw new Error('nothing was changed');
  return first.row;
}
function opened(...alerts: readonly Alert[]): Incident {
  return row(openFor(telling(...alerts), { id: 'INC-1', channel: null }, noon));
}
function done<T>(change: T): Exclude<T, { refused: true } | null> {
  if (isRefusal(change) || change === null) throw new Error('refused');
  return change as Exclude<T, { refused: true } | null>;
}

describe('6.1 which alerts are a matter of security', () => {
  const known = {
    service: (one: string) => one,
    environment: (one: string) => one,
    runs: () => true,
  };
  const placed = (security: Record<string, string> | undefined, labels: Record<string, string>) => {
    const source = AlertSource.parse({
      name: 'alerts',
      kind: 'generic',
      secrets: ['env:A'],
      ...(security ? { security } : {}),
    });
    const own = { service: 'shop', env: 'production', ...labels };
    const foreign = { ...alert('a', { name: 'Leak' }), labels: own, severity: 'warning' };
    const found = place(foreign, source, known, { warning: 'warning' });
    return found.kind === 'placed' ? (found.alert.security ?? false) : null;
  };
  test.each<[string, Record<string, string> | undefined, Record<string, string>, boolean]>([
    ['its label says so', { class: 'security' }, { class: 'security' }, true],
    ['its name does', { alertname: 'Leak' }, {}, true],
    ['it says something else', { class: 'security' }, { class: 'latency' }, false],
    [
      'one of two labels is missing',
      { class: 'security', team: 'sec' },
      { class: 'security' },
      false,
    ],
    ['nobody configured what marks one', undefined, { class: 'security' }, false],
  ])('%s', (_, security, labels, expected) => {
    expect(placed(security, labels)).toBe(expected);
  });

  test('an incident that it opens or joins is one, says so, and stays one', () => {
    const leak = alert('leak', { security: true, severity: 'warning' });
    const made = { id: 'INC-1', channel: null } as const;
    const change = openFor(telling(leak), made, noon);
    expect(row(change).security).toBe(true);
    expect(change?.events[0]).toMatchObject({
      security: true,
      note: expect.stringMatching(/^INC-1 opened, a security incident: /),
    });
    const joined = joinFor(opened(alert('a')), telling(leak), noon);
    expect(joined?.events[0]).toMatchObject({ what: 'alerted', security: true });
    const later = joinFor(row(joined), telling(alert('b')), noon);
    expect(row(later).security).toBe(true);
    expect(later?.events[0]?.security).toBeUndefined();
  });
});

describe('alerts open, join and end an incident', () => {
  test('the first that is on opens one, as bad as the worst of them', () => {
    const i = opened(alert('a'), alert('b', { severity: 'critical', name: 'Down' }));
    expect(i).toMatchObject({ status: 'open', severity: 'critical', title: 'HighErrorRate' });
    expect(i).toMatchObject({ places: [shop], openedBy: 'alert:alerts', commander: null });
    expect(beganAt(i)).toBe(noon - 60_000);
  });

  test('what has ended already opens nothing', () => {
    expect(openFor(telling(over(alert('a'))), { id: 'INC-1', channel: null }, noon)).toBeNull();
  });

  test('an alert of no service we know touches nothing', () => {
    const place = { service: NOWHERE, environment: 'production' };
    const change = openFor({ ...telling(alert('a')), place }, { id: 'INC-1', channel: null }, noon);
    expect(row(change).places).toEqual([]);
  });

  test('a repeat changes nothing, the end of an unknown alert neither', () => {
    const i = opened(alert('a'));
    expect(joinFor(i, telling(alert('a')), noon)).toBeNull();
    expect(joinFor(i, telling(over(alert('z'))), noon)).toBeNull();
  });

  test('another joins, of another service as well, and the event is at that one', () => {
    const change = joinFor(
      opened(alert('a')),
      { ...telling(alert('b', { ...search, severity: 'critical' })), place: search },
      noon,
    );
    expect(row(change)).toMatchObject({
      severity: 'critical',
      places: [shop, search],
      revision: 1,
    });
    expect(touches(row(change), search)).toBe(true);
    expect(change?.events).toMatchObject([{ what: 'alerted', ...search }]);
  });

  test('it resolves with the last alert, and opens again when that comes back soon', () => {
    const [a, b] = [alert('a'), alert('b')];
    const calmer = joinFor(opened(a, b), telling(over(a)), noon);
    expect(calmer?.events).toMatchObject([{ what: 'calmed', note: null }]);
    const i = row(joinFor(row(calmer), telling(over(b)), noon));
    expect(i).toMatchObject({ status: 'resolved', resolved: { by: 'alerts' } });
    const back = telling(alert('a', { startedAt: plus(noon, 60_000) }));
    expect(row(joinFor(i, back, plus(noon, 60_000)))).toMatchObject({
      status: 'open',
      resolved: null,
    });
    expect(joinFor(i, back, plus(noon, REOPEN_MS))).toBeNull();
  });

  test('with somebody in command it stays theirs when every alert has ended', () => {
    const i = row(done(take(opened(alert('a')), 'ana', noon)));
    const change = joinFor(i, telling(over(alert('a'))), noon);
    expect(row(change)).toMatchObject({ status: 'acknowledged', commander: 'ana' });
    expect(change?.events).toMatchObject([{ what: 'calmed', tell: ['ana'] }]);
  });

  test('what its delivery told of and nobody read is in the ledger and in its words', () => {
    const first = openFor(
      { ...telling(alert('a')), left: 50 },
      { id: 'INC-1', channel: null },
      noon,
    );
    expect(first?.ledger[0]?.evidence).toMatchObject({ left: 50, count: 1 });
    expect(first?.events[0]?.note).toMatch(/ \(50 more of that delivery were not read: look at /);
    const joined = joinFor(row(first), { ...telling(alert('b')), left: 3 }, noon);
    expect(joined?.ledger[0]?.evidence).toMatchObject({ left: 3 });
    expect(joined?.events[0]?.note).toMatch(/ \(3 more of that delivery were not read/);
    expect([row(first).unread, row(joined).unread, opened(alert('a')).unread]).toEqual([
      50,
      50,
      undefined,
    ]);
    expect(joinFor(row(first), { ...telling(alert('a')), left: 3 }, noon)).toBeNull();
    expect(opened(alert('a')).title).not.toContain('not read');
  });

  test('it keeps no more alerts than anybody reads, those that are on first', () => {
    const many = Array.from({ length: MOST_ALERTS }, (_, n) => alert(`a${n}`));
    const full = row(joinFor(opened(...many), telling(over(many[0] ?? alert('a'))), noon));
    const i = row(joinFor(full, telling(alert('new'), alert('newer')), noon));
    expect(i.alerts).toHaveLength(MOST_ALERTS);
    expect(firing(i)).toHaveLength(MOST_ALERTS);
    expect(i.alerts.at(-1)?.fingerprint).toBe('new');
  });
});

describe('people take, resolve and link', () => {
  test('command is taken once, and from another who hears of it', () => {
    const i = row(done(take(opened(alert('a')), 'ana', noon)));
    expect(take(i, 'ana', noon)).toMatchObject({ code: 'yours' });
    const change = done(take(i, 'bo', plus(noon, 1)));
    expect(row(change)).toMatchObject({ commander: 'bo', acknowledgedAt: noon });
    expect(change.events).toMatchObject([{ tell: ['ana'] }]);
  });

  test('what a person resolved is not opened again by an alert', () => {
    const i = row(done(resolve(opened(alert('a')), 'ana', 'fixed', noon)));
    expect(resolve(i, 'bo', null, noon)).toMatchObject({ code: 'over' });
    expect(take(i, 'bo', noon)).toMatchObject({ code: 'over' });
    expect(joinFor(i, telling(alert('b')), noon)).toBeNull();
  });

  test('a deployment is linked once, and may change its role', () => {
    const said = { deployment: 'D-12', role: 'cause', by: 'ana', at: noon } as const;
    const i = row(done(link(opened(alert('a')), said)));
    expect(link(i, said)).toBeNull();
    expect(row(done(link(i, { ...said, role: 'fix' }))).links).toMatchObject([{ role: 'fix' }]);
  });
});

test.each([
  ['two\nlines\u0000', 20, 'two lines'],
  ['\ud800 lone', 20, '\ufffd lone'],
  ['abcdef', 4, 'abc…'],
])('foreign text is kept so that it can be stored and recorded: %j', (text, most, as) => {
  expect(kept(text, most)).toBe(as);
});

test('an incident is named by its number', () => {
  expect(['INC-1', 'INC-120', 'INC-0', 'INC-', 'D-1', 'inc-1'].map(isIncidentId)).toEqual([
    ...[true, true, false, false, false, false],
  ]);
});
