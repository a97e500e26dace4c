import { describe, expect, test } from 'vitest';
import { sayFault } from '../../src/config/fault.ts';
import { loadCatalog } from '../../src/config/load.ts';
import { fleetSeries } from '../../src/providers/fleet/target.ts';
import { topologyOf } from '../../src/providers/index.ts';
import { SHOP, options as simple, swap } from './sources.ts';

const options = { ...simple, survey: topologyOf };

const ORGANISATION = `organisation: Acme
environments:
  staging: { provider: fleet, protected: false }
  production:
    provider: fleet
    signals: { kind: prometheus, url: https://prometheus.example.com }
people:
  ana: { slack: U0ANA00001 }
groups:
  sre: [ana]
`;
const TAKES = swap(
  SHOP,
  '  production:\n',
  '  production:\n    objective: { openslo: shop-availability, onBurn: stop }\n',
);

const SLO = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: shop-availability
  displayName: Availability of the shop
  labels:
    team: [checkout, web]
  annotations:
    openslo.com/folder: ./shop
spec:
  description: Nearly all requests to the shop succeed
  service: shop
  indicatorRef: shop-requests
  timeWindow:
    - duration: 4w
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - displayName: Good
      targetPercent: 99.9
`;
const SLI = `---
apiVersion: openslo/v1
kind: SLI
metadata:
  name: shop-requests
spec:
  description: Answers other than 5xx
  ratioMetric:
    counter: true
    good:
      metricSource:
        metricSourceRef: metrics
        type: Prometheus
        spec:
          query: sum(http_requests_total{job="shop",code!~"5.."})
    total:
      metricSource:
        metricSourceRef: metrics
        type: Prometheus
        spec:
          query: http_requests_total{job="shop"}
`;
const DATA = `---
apiVersion: openslo/v1
kind: DataSource
metadata:
  name: metrics
spec:
  type: Prometheus
  connectionDetails:
    - url: https://prometheus.example.com/
`;
const ALL = SLO + SLI + DATA;

const load = (openslo: string, shop = TAKES, organisation = ORGANISATION) =>
  loadCatalog(
    [
      { file: 'fairway.yaml', text: organisation },
      { file: 'services/shop.yaml', text: shop },
      { file: 'openslo/shop.yaml', text: openslo },
    ],
    options,
  );
async function faults(openslo: string, shop?: string, organisation?: string) {
  const loaded = await load(openslo, shop, organisation);
  return loaded.ok ? [] : loaded.faults.map(sayFault);
}
async function promised(openslo: string | null, shop: string) {
  const loaded = await (openslo === null
    ? loadCatalog(
        [
          { file: 'fairway.yaml', text: ORGANISATION },
          { file: 'services/shop.yaml', text: shop },
        ],
        options,
      )
    : load(openslo, shop));
  if (!loaded.ok) throw new Error(loaded.faults.map(sayFault).join('\n'));
  return loaded.catalog.services[0]?.environments['production']?.objectives;
}

const byHand = (objective: string) => swap(SHOP, '  production:\n', `  production:\n${objective}`);

describe('6.1 an objective from a file of OpenSLO', () => {
  test('is the same as one written by hand', async () => {
    const hand = byHand(`    objective:
      name: shop-availability
      target: 0.999
      period: 28d
      onBurn: stop
      indicator:
        total: http_requests_total{job="shop"}
        good: http_requests_total{job="shop",code!~"5.."}
`);
    const own = await promised(null, hand);
    expect(own).toHaveLength(1);
    expect(await promised(ALL, TAKES)).toEqual(own);
  });

  test('several targets of one SLO, and several SLOs, are several objectives', async () => {
    const two = swap(
      ALL,
      '    - displayName: Good\n      targetPercent: 99.9\n',
      '    - displayName: Good\n      target: 0.999\n    - target: 0.99\n',
    );
    const week = swap(
      swap(swap(SLO, 'name: shop-availability', 'name: shop-week'), '4w', '7d'),
      'targetPercent: 99.9',
      'target: 0.995',
    );
    const takes = swap(TAKES, 'shop-availability', '[shop-availability, shop-week]');
    const indicator = `indicator: { total: 'http_requests_total{job="shop"}', good: 'http_requests_total{job="shop",code!~"5.."}' }, onBurn: stop }\n`;
    const hand = byHand(`    objectives:
      - { name: shop-availability Good, target: 0.999, period: 28d, ${indicator}      - { name: shop-availability 2, target: 0.99, period: 28d, ${indicator}      - { name: shop-week, target: 0.995, period: 7d, ${indicator}`);
    expect(await promised(`${two}---\n${week}`, takes)).toEqual(await promised(null, hand));
  });

  test('an indicator in place, a list of objects, bad in place of good, a service by another name', async () => {
    const list = `- apiVersion: openslo/v1
  kind: SLO
  metadata: { name: shop-availability }
  spec:
    service: store
    indicator:
      metadata: { name: failed }
      spec:
        ratioMetric:
          counter: true
          bad: { metricSource: { type: prometheus, spec: { query: 'failed_total' } } }
          total: { metricSource: { spec: { query: ' sum( served_total { job="shop" } ) ' } } }
    timeWindow: [{ duration: 30d, isRolling: true }]
    budgetingMethod: Occurrences
    objectives: [{ target: 0.99 }]
- apiVersion: openslo/v1
  kind: Service
  metadata: { name: store }
  spec: { description: Sells }
`;
    const [only] = (await promised(list, `aliases: [store]\n${TAKES}`)) ?? [];
    expect(only).toMatchObject({
      target: 0.99,
      period: 30 * 86_400_000,
      indicator: { bad: 'failed_total{}', total: 'served_total{ job="shop" }' },
    });
  });

  test('a policy that asks for both pages is taken: that is what is done', async () => {
    const policy = `  alertPolicies:
    - burns
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: { name: burns }
spec:
  alertWhenBreaching: true
  conditions:
    - conditionRef: quick
    - kind: AlertCondition
      metadata: { name: slow }
      spec:
        severity: page
        condition: { kind: burnrate, op: gt, threshold: 5.6, lookbackWindow: 6h, alertAfter: 30m }
---
apiVersion: openslo/v1
kind: AlertCondition
metadata: { name: quick }
spec:
  severity: page
  condition: { kind: burnrate, op: gt, threshold: 13.44, lookbackWindow: 1h, alertAfter: 5m }
`;
    expect(await faults(SLO + policy + SLI + DATA)).toEqual([]);
    const [other] = await faults(SLO + swap(policy, '13.44', '2') + SLI + DATA);
    expect(other).toMatch(
      /openslo\/shop.yaml:30:5: a version is undone when the budget burns more than 13.4 over 1h, alertAfter 5m, or more than 5.6 over 6h, alertAfter 30m: these conditions are others \(write these two, or leave the policy out of the SLO\)/,
    );
    const told = swap(
      policy,
      '  conditions:\n',
      '  notificationTargets: [{ targetRef: pager }]\n  conditions:\n',
    );
    expect(await faults(SLO + told + SLI + DATA)).toEqual([
      expect.stringMatching(
        /:29:24: "notificationTargets" are not asked: the owners of the service are told/,
      ),
    ]);
  });
});

describe('6.1 what does not map is refused where it stands, with what to write instead', () => {
  test.each<[string, string, string, RegExp]>([
    [
      'a value against a limit',
      '  ratioMetric:',
      '  thresholdMetric: { metricSource: { spec: { query: p99 } } }\n  ratioMetric:',
      /:28:20: "thresholdMetric" is a value and no share of requests: write a ratioMetric/,
    ],
    [
      'a month of the calendar',
      'isRolling: true',
      'isRolling: false\n      calendar: { startTime: 2022-01-01 12:00:00, timeZone: America/New_York }',
      /:16:18: "isRolling" must be true: the budget is of the time that ends now/,
    ],
    [
      'a length that varies',
      '4w',
      '1M',
      /:15:17: "duration" must be a length of time in m, h, d or w/,
    ],
    [
      'minutes instead of requests',
      'Occurrences',
      'Timeslices',
      /:17:20: "budgetingMethod" must be Occurrences: requests are counted, not minutes/,
    ],
    [
      'slices of time',
      'targetPercent: 99.9',
      'target: 0.99\n      timeSliceTarget: 0.95',
      /:21:24: "timeSliceTarget" belongs to Timeslices: with Occurrences it is left out/,
    ],
    [
      'an expression over the readings',
      'query: http_requests_total{job="shop"}',
      'query: sum(rate(http_requests_total{job="shop"}[5m]))',
      /"query" must be one metric with its labels.*so rate\(\), increase\(\) and windows are left out/,
    ],
    ['what does not only rise', 'counter: true', 'counter: false', /"counter" must be true: only/],
    [
      'good and bad at once',
      '    good:\n',
      '    bad: { metricSource: { spec: { query: b } } }\n    good:\n',
      /"ratioMetric" must have either good or bad beside total/,
    ],
    [
      'an older version',
      SLO.slice(0, 22),
      'apiVersion: openslo/v1alpha',
      /:1:13: "apiVersion" must be openslo\/v1/,
    ],
    [
      'another kind',
      'kind: SLI',
      'kind: SLIs',
      /:23:7: OpenSLO v1 has no kind "SLIs" \(did you mean/,
    ],
    [
      'another key',
      'indicatorRef:',
      'indicatorRefs:',
      /unknown key "indicatorRefs" \(did you mean/,
    ],
    [
      'an indicator nobody has',
      'Ref: shop-requests',
      'Ref: shop-request',
      /:13:17: there is no SLI "shop-request" in openslo\/ \(there are shop-requests\)/,
    ],
    [
      'a source nobody has',
      'kind: DataSource\nmetadata:\n  name: metrics',
      'kind: DataSource\nmetadata:\n  name: metric',
      /there is no DataSource "metrics"/,
    ],
    [
      'a source that is not asked',
      '  type: Prometheus\n  conn',
      '  type: Datadog\n  conn',
      /requests are counted in Prometheus and what speaks its API, not in "Datadog"/,
    ],
    [
      'another Prometheus',
      'prometheus.example.com/',
      'other.example.com',
      /services\/shop.yaml:6:27: its DataSource is at https:\/\/other.example.com, and requests of production are counted at/,
    ],
    [
      'another service',
      'service: shop\n',
      'service: stock\n',
      /services\/shop.yaml:6:27: the SLO "shop-availability" is of the service "stock"/,
    ],
    [
      'two of a name',
      '---\napiVersion: openslo/v1\nkind: DataSource',
      `---\n${SLO}---\napiVersion: openslo/v1\nkind: DataSource`,
      /SLO "shop-availability" is already in openslo\/shop.yaml:4/,
    ],
  ])('%s', async (_, from, to, said) => {
    const text = ALL.replace(from, () => to);
    expect(text).not.toBe(ALL);
    expect((await faults(text)).join('\n')).toMatch(said);
  });

  test('nothing of a file is passed over, and nothing is said twice', async () => {
    const shop = swap(TAKES, 'shop-availability', 'shop-avail');
    expect(await faults(ALL, shop)).toEqual([
      'services/shop.yaml:6:27: there is no SLO "shop-avail" in openslo/ (SLOs in openslo/: shop-availability)',
      'openslo/shop.yaml:4:9: no service counts on the SLO "shop-availability" (write objective: { openslo: shop-availability } in the file of shop, or take it out)',
    ]);
    const beside = swap(TAKES, 'onBurn: stop', 'target: 0.9');
    expect(await faults(ALL, beside)).toEqual([
      expect.stringMatching(/"target" is said by the SLO of openslo\/ already/),
    ]);
  });

  test.each([
    ['5', 'must be a text or a list, not the number 5'],
    ['', 'is empty: it must be a text or a list'],
  ])('names of another form: openslo: %s', async (openslo, said) => {
    const loaded = await faults(ALL, swap(TAKES, 'shop-availability', openslo));
    expect(loaded[0]).toBe(`services/shop.yaml:6:${openslo === '' ? 18 : 27}: "openslo" ${said}`);
  });

  test('where nothing counts them, and where another environment would count the same', async () => {
    const [without] = await faults(ALL, TAKES, ORGANISATION.replace(/ {4}signals.*\n/, ''));
    expect(without).toMatch(
      /nothing in production can count http_requests_total.*environments.production.signals/,
    );
    const top = swap(
      SHOP,
      'owners: [sre]\n',
      'owners: [sre]\nobjective: { openslo: shop-availability }\n',
    );
    const both = ORGANISATION.replace(
      'protected: false',
      'signals: { kind: prometheus, url: https://prometheus.example.com }',
    );
    expect(await faults(ALL, top, both)).toEqual([
      expect.stringMatching(
        /services\/shop.yaml:3:\d+: staging and production would count the same series \(say the objective under environments.production alone/,
      ),
    ]);
  });

  test('what the fleet counts by itself, by either name, and nothing else of it', async () => {
    const without = ORGANISATION.replace(/ {4}signals.*\n/, '');
    const own = 'service="$service",environment="$environment"';
    const counting = (code: string) =>
      (SLO + SLI.replace(/metricSourceRef: metrics\n\s+/g, ''))
        .replace(/http_requests_total\{job="shop",.*\}/, `http_requests_total{${own},${code}}`)
        .replace(/http_requests_total\{job="shop"\}/, `http_requests_total{${own}}`);
    expect(await faults(counting('code!~"5.."'), TAKES, without)).toEqual([]);
    const [fault, ...more] = await faults(counting('code!="500"'), TAKES, without);
    expect(more).toEqual([]);
    for (const one of fleetSeries) expect(fault).toContain(one);
  });

  test('objectives over different requests, or half of one by hand', async () => {
    const two = byHand(`    objectives:
      - { target: 0.99, indicator: { total: 'a{}', bad: 'b{}' } }
      - { name: other, target: 0.99, indicator: { total: 'c{}', bad: 'b{}' } }
`);
    const empty = loadCatalog(
      [
        { file: 'fairway.yaml', text: ORGANISATION },
        { file: 'services/shop.yaml', text: two },
      ],
      options,
    ).then((one) => (one.ok ? [] : one.faults.map(sayFault)));
    expect(await empty).toEqual([
      expect.stringMatching(
        /the objectives in production count different series, and one count is kept/,
      ),
    ]);
    const half = byHand('    objective: { onBurn: stop }\n');
    const said = await loadCatalog(
      [
        { file: 'fairway.yaml', text: ORGANISATION },
        { file: 'services/shop.yaml', text: half },
      ],
      options,
    );
    expect(said.ok ? [] : said.faults.map(sayFault)).toEqual([
      expect.stringMatching(
        /services\/shop.yaml:6:\d+: "target" must be a part of one such as 0.999/,
      ),
    ]);
  });
});
