import { describe, expect, test } from 'vitest';
import { SOURCE_KINDS } from '../../src/domain/incident/source.ts';
import { type Delivery, isBadShape } from '../../src/ports/webhook-source.ts';
import { webhookSources } from '../../src/providers/webhook-sources.ts';
import { BODIES, hex, NOON, proofOf, SECRET, sourceOf } from './samples.ts';

const FROM = Date.UTC(2026, 10, 18, 11, 59, 12);
const bytes = (body: object): Buffer => Buffer.from(JSON.stringify(body));

function read(kind: (typeof SOURCE_KINDS)[number], body: object, more: object = {}): Delivery {
  const delivery = webhookSources[kind].toAlerts(body, sourceOf(kind, more), NOON);
  if (isBadShape(delivery)) throw new Error(`${delivery.path} ${delivery.why}`);
  return delivery;
}

describe.each(SOURCE_KINDS)('%s', (kind) => {
  const source = webhookSources[kind];

  test('reads what its sender writes', () => {
    const [group] = read(kind, BODIES[kind]).groups;
    expect(group?.ref).toBeTruthy();
    expect(group?.alerts).toMatchObject([{ name: 'HighErrorRate', endedAt: null }]);
    expect(Math.trunc((group?.alerts[0]?.startedAt ?? 0) / 1_000)).toBe(FROM / 1_000);
    expect(group?.alerts[0]?.labels).toMatchObject({ service: 'shop' });
  });

  test('takes a proof by any of its secrets, over the bytes as they came', () => {
    const raw = bytes(BODIES[kind]);
    const headers = proofOf(kind, raw);
    expect(source.verify(raw, headers, [SECRET], NOON)).toBe(true);
    expect(source.verify(raw, headers, ['older', SECRET], NOON)).toBe(true);
    expect(source.verify(raw, headers, ['older', 'other'], NOON)).toBe(false);
    expect(source.verify(raw, headers, [], NOON)).toBe(false);
    expect(source.verify(raw, proofOf(kind, raw, 'wrong'), [''], NOON)).toBe(false);
  });

  test.each([{}, [], null, 'x', 7, { alerts: 'none' }])(
    'names the place of what is wrong in %j',
    (body) => {
      const wrong = source.toAlerts(body, sourceOf(kind), NOON);
      expect(isBadShape(wrong) && wrong.path.length > 0 && wrong.why.length > 0).toBe(true);
    },
  );
});

test.each(['alertmanager', 'datadog', 'grafana', 'generic'] as const)(
  '%s: a token that is wrong, empty, a prefix, longer or twice proves nothing',
  (kind) => {
    const { verify } = webhookSources[kind];
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const says = (authorization: string | string[], secret = SECRET) =>
      verify(Buffer.from('{}'), { authorization }, [secret], NOON);
    expect(says(`Bearer ${SECRET}`)).toBe(true);
    expect(says(basic(`anybody:${SECRET}`))).toBe(true);
    expect(says(basic('me:pass'), 'me:pass')).toBe(true);
    for (const wrong of [
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${SECRET.slice(0, -1)}`,
      `Bearer ${SECRET}x`,
      `Bearer ${SECRET} ${SECRET}`,
      SECRET,
      `Token ${SECRET}`,
      basic(SECRET),
      basic(`${SECRET}:`),
      [`Bearer ${SECRET}`, `Bearer ${SECRET}`],
    ]) {
      expect(says(wrong)).toBe(false);
    }
    expect(says(basic('you:pass'), 'me:pass')).toBe(false);
  },
);

describe('pagerduty', () => {
  const raw = bytes(BODIES.pagerduty);
  const says = (signature: string | string[], secrets = ['old', 'new']) =>
    webhookSources.pagerduty.verify(raw, { 'x-pagerduty-signature': signature }, secrets, NOON);

  test('a rotation sends two signatures, and either counts', () => {
    const [old, fresh] = ['old', 'new'].map((secret) => `v1=${hex(secret, raw)}`);
    expect(says(`${old},${fresh}`, ['old'])).toBe(true);
    expect(says(`${old},${fresh}`, ['new'])).toBe(true);
    expect(says(`${old}, ${fresh}`, ['other'])).toBe(false);
    expect(says(`v2=${hex('new', raw)}`)).toBe(false);
    expect(says(`v1=${hex('new', raw).toUpperCase()}`)).toBe(false);
    expect(says([old ?? '', fresh ?? ''])).toBe(false);
  });

  test('an event is known by its id, ends with its incident, and is refused when it is old', () => {
    const { event } = BODIES.pagerduty as { event: object };
    const at = (occurred_at: string, event_type = 'incident.triggered') =>
      webhookSources.pagerduty.toAlerts(
        { event: { ...event, occurred_at, event_type } },
        sourceOf('pagerduty'),
        NOON,
      );
    expect(read('pagerduty', BODIES.pagerduty).id).toBe('01BXN8WS7GY3SGZ5CHKJ5TDWN5');
    expect(at('2026-11-17T12:01:00Z')).toMatchObject({ groups: [{ ref: 'PGR0VU2' }] });
    expect(at('2026-11-17T11:59:00Z')).toMatchObject({ path: 'event.occurred_at' });
    expect(at('2026-11-18T12:06:00Z')).toMatchObject({ path: 'event.occurred_at' });
    expect(at('2026-11-18T11:59:50Z', 'pagey.ping')).toMatchObject({ groups: [] });
    const over = at('2026-11-18T11:59:50Z', 'incident.resolved');
    expect(over).toMatchObject({ groups: [{ alerts: [{ endedAt: NOON - 10_000 }] }] });
  });
});

describe('grafana', () => {
  const raw = bytes(BODIES.grafana);
  const says = (at: string | null, signature: string) =>
    webhookSources.grafana.verify(
      raw,
      {
        'x-grafana-alerting-signature': signature,
        ...(at === null ? {} : { 'x-grafana-alerting-timestamp': at }),
        authorization: `Bearer ${SECRET}`,
      },
      [SECRET],
      NOON,
    );
  const signed = (at: number) => says(`${at}`, hex(SECRET, `${at}:`, raw));

  test('a signature counts for five minutes either way; beside one a token counts for nothing', () => {
    const now = NOON / 1_000;
    expect([now, now - 300, now + 300].map(signed)).toEqual([true, true, true]);
    expect([now - 301, now + 301].map(signed)).toEqual([false, false]);
    expect(says(null, hex(SECRET, raw))).toBe(true);
    expect(says(`${now}`, hex(SECRET, raw))).toBe(false);
    expect(says('soon', hex(SECRET, 'soon:', raw))).toBe(false);
    expect(says(null, '')).toBe(false);
  });
});

test("GitHub's own example of a signed body", () => {
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const says = (secret: string, text: string) =>
    webhookSources.generic.verify(
      Buffer.from(text),
      { 'x-hub-signature-256': signature },
      [secret],
      NOON,
    );
  expect(says("It's a Secret to Everybody", 'Hello, World!')).toBe(true);
  expect(says("It's a Secret to Everybody", 'Hello, World')).toBe(false);
});

test('datadog: an alert is one from when it triggers until it recovers', () => {
  const at = (transition: string, later: number) =>
    read('datadog', { ...BODIES.datadog, transition, date: FROM + later }).groups[0]?.alerts[0];
  expect(at('Re-Triggered', 60_000)?.fingerprint).toBe(at('Recovered', 90_000)?.fingerprint);
  expect(at('Recovered', 90_000)?.endedAt).toBe(FROM + 90_000);
  expect(read('datadog', { ...BODIES.datadog, transition: 'Renotify' }).groups).toEqual([]);
});

describe('generic', () => {
  test.each([
    ['body.check.matches("(a+)+$")', /matches/],
    ['body.a.map(x, x.map(y, y)).size() == 0 ? "a" : "b"', /inside another loop/],
    ['1 +', /Unexpected/],
    [`"${'a'.repeat(10)}" ${'+ "b" '.repeat(400)}`, /nodes|limit|depth/i],
  ])('an expression that cannot be trusted is refused: %s', (name, why) => {
    const wrong = webhookSources.generic.toAlerts(BODIES.generic, { map: { name } }, NOON);
    expect(wrong).toMatchObject({ path: 'map.name', why: expect.stringMatching(why) });
  });

  test('many alerts in one body, and what a body has not is left out', () => {
    const body = {
      list: [
        { n: 'a', up: false },
        { n: 'b', up: true },
      ],
    };
    const map = {
      alerts: 'body.list',
      name: 'alert.n',
      firing: '!alert.up',
      summary: 'alert.text',
    };
    const delivery = webhookSources.generic.toAlerts(body, { map }, NOON);
    expect(delivery).toMatchObject({
      groups: [
        { ref: 'a', alerts: [{ name: 'a', summary: null, endedAt: null }] },
        { ref: 'b', alerts: [{ endedAt: NOON }] },
      ],
    });
    expect(webhookSources.generic.toAlerts({}, { map }, NOON)).toMatchObject({
      path: 'map.alerts',
    });
    expect(webhookSources.generic.toAlerts({ list: [{}] }, { map }, NOON)).toMatchObject({
      path: 'alerts[0].name',
    });
  });
});
