import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/domain/kernel/time.ts';
import { SignalSource } from '../../../src/domain/verdict/signal-source.ts';
import { type Api, createApi } from '../../../src/providers/prometheus/api.ts';
import { increase, NUMBERS } from '../../../src/providers/prometheus/increase.ts';
import { createPrometheusMetrics } from '../../../src/providers/prometheus/metrics.ts';

const source = SignalSource.parse({
  kind: 'prometheus',
  url: 'http://prometheus:9090',
  queries: { orders: 'sum(rate(orders_total{service="$service"}[1m]))' },
});
const shop = { service: 'shop', environment: 'production' };
const span = { from: instant(100_000), to: instant(160_000) };

/** Answers by what the question contains; everything else is empty. */
function apiOf(answers: Readonly<Record<string, Awaited<ReturnType<Api>>>>) {
  const asked: Record<string, string>[] = [];
  const api: Api = async (_, parameters) => {
    asked.push(parameters);
    const found = Object.entries(answers).find(([part]) => parameters['query']?.includes(part));
    return found?.[1] ?? [];
  };
  return { api, asked };
}

function series(metric: Readonly<Record<string, string>>, ...values: [number, number][]) {
  return {
    metric,
    values: values.map(([at, v]): [number, string] => [at, `${v}`]),
    histograms: [],
  };
}

describe('6.1 counted by an indicator of its own', () => {
  const own = { version: '1.0.0', pod: 'a' };
  const { api, asked } = apiOf({
    all_total: [series(own, [0, 100], [60, 160], [120, 200])],
    good_total: [series(own, [0, 90], [60, 145], [120, 190])],
    bad_total: [series(own, [0, 10], [60, 15], [120, 10])],
  });
  const metrics = createPrometheusMetrics(source, api);
  const total = 'all_total{service="$service"}';

  test.each([
    [{ total, good: 'good_total{service="$service"}' }, 10],
    [{ total, bad: 'bad_total{}' }, 10],
  ])('%j', async (counting, errors) => {
    asked.length = 0;
    const read = await metrics.read(shop, {}, counting);
    expect(read.get('1.0.0')).toEqual({ requests: 200, errors, buckets: [] });
    expect(asked.map(({ query }) => query)).toEqual([
      'all_total{service="shop"}[5m] offset 10000ms',
      expect.stringMatching(/^(good|bad)_total/),
    ]);
  });

  test('minute by minute: what is not good is bad, and never less than none', async () => {
    const minutes = await metrics.spans?.minutes(
      shop,
      { from: instant(0), to: instant(120_000) },
      { total, good: 'good_total{}' },
    );
    expect(minutes).toEqual([
      [0, '1.0.0', 60, 5],
      [60_000, '1.0.0', 40, 0],
    ]);
  });
});

describe('5.2 what a counter grew by', () => {
  const grown = (readings: readonly [number, number][], from: number, to: number): number =>
    increase(
      readings.map(([at, value]) => ({ at, value })),
      { from: instant(from), to: instant(to) },
      NUMBERS,
    );

  test.each([
    ['nothing was read', [], 0],
    [
      'from the reading before the span',
      [
        [5, 100],
        [15, 130],
      ],
      30,
    ],
    [
      'a restart in between',
      [
        [5, 100],
        [12, 110],
        [15, 4],
      ],
      14,
    ],
    [
      'a restart between the reading before and the span',
      [
        [5, 100],
        [15, 7],
      ],
      7,
    ],
    [
      'a series that was not there before',
      [
        [12, 9],
        [18, 11],
      ],
      11,
    ],
    [
      'readings after the span',
      [
        [5, 1],
        [15, 3],
        [25, 99],
      ],
      2,
    ],
    [
      'a reading right at the beginning belongs before',
      [
        [10, 50],
        [20, 60],
      ],
      10,
    ],
  ] as const)('%s', (_, readings, expected) => {
    expect(grown(readings as never, 10, 20)).toBe(expected);
  });

  test('spans that meet leave nothing out and count nothing twice', () => {
    const step = fc.record({
      add: fc.nat(50),
      anew: fc.boolean(),
      gap: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(fc.nat(300)), (steps, cuts) => {
        let [at, value, served] = [0, 0, 0];
        const readings = steps.map(({ add, anew, gap }): [number, number] => {
          at += gap;
          // What a restart to nothing hides cannot be known by anybody: it counts at least one more.
          const begins = anew && add < value;
          value = begins ? add : value + add;
          served += add;
          return [at, value];
        });
        const edges = [0, ...cuts, 400].toSorted((a, b) => a - b);
        const parts = edges.slice(1).map((to, i) => grown(readings, edges[i] ?? 0, to));
        return parts.reduce((a, b) => a + b, 0) === served;
      }),
    );
  });
});

describe('5.2 what Prometheus measured', () => {
  test('processes are added up by version, and one that was restarted loses nothing', async () => {
    const { api, asked } = apiOf({
      'code=~': [series({ version: '2', code: '503' }, [95, 0], [150, 3])],
      _bucket: [
        series({ version: '2', le: '0.1' }, [95, 80], [150, 100]),
        series({ version: '2', le: '+Inf' }, [95, 100], [150, 150]),
      ],
      http_requests_total: [
        series({ version: '2', pod: 'a' }, [95, 100], [150, 130]),
        series({ version: '2', pod: 'b' }, [95, 1_000_000], [150, 20]),
        series({ version: '1', pod: 'c' }, [95, 5], [150, 5]),
      ],
    });
    const read = await createPrometheusMetrics(source, api).spans?.during(shop, {}, span);
    expect(read?.get('2')).toEqual({
      requests: 50,
      errors: 3,
      buckets: [
        [100, 20],
        [null, 50],
      ],
    });
    expect(read?.get('1')).toEqual({ requests: 0, errors: 0, buckets: [] });
    expect(asked[0]).toEqual({
      query: 'http_requests_total{service="shop",environment="production"}[660000ms]',
      time: '160.000',
    });
  });

  test('native histograms become buckets whose edges stay', async () => {
    const native = (at: number, ...buckets: [string, string, string][]) =>
      [
        at,
        {
          count: String(buckets.reduce((sum, [, , n]) => sum + Number(n), 0)),
          buckets: buckets.map((one): [number, string, string, string] => [0, ...one]),
        },
      ] as [number, never];
    const latency = [
      {
        metric: { version: '2' },
        values: [],
        histograms: [
          native(95, ['0.088388', '0.125', '10']),
          native(150, ['0.088388', '0.125', '70'], ['0.9', '1', '5']),
        ],
      },
    ];
    const requests = [series({ version: '2' }, [95, 10], [150, 75])];
    const { api } = apiOf({ duration: latency, http_requests_total: requests });
    const metrics = createPrometheusMetrics(source, api);
    const buckets = (await metrics.spans?.during(shop, {}, span))?.get('2')?.buckets ?? [];
    expect(buckets.find(([le]) => le === 125)).toEqual([125, 60]);
    expect(buckets.findLast(([le]) => le !== null && le < 125)?.[1]).toBe(0);
    expect(buckets.find(([le]) => le === 1_000)).toEqual([1_000, 65]);
    expect(buckets.at(-1)).toEqual([null, 65]);
  });

  test('nothing that measures requests there is no answer, and not nobody', async () => {
    const { api } = apiOf({});
    const { spans } = createPrometheusMetrics(source, api);
    await expect(spans?.during(shop, {}, span)).rejects.toThrow('measures no requests of shop');
  });

  test.each(['NaN', '+Inf', '-1'])('a counter of %s is refused', async (value) => {
    const odd = {
      metric: { version: '2' },
      values: [[150, value] as [number, string]],
      histograms: [],
    };
    const { api } = apiOf({ http_requests_total: [odd] });
    const { spans } = createPrometheusMetrics(source, api);
    await expect(spans?.during(shop, {}, span)).rejects.toThrow(`counts ${value}`);
  });

  test.each([
    ['its mean', [series({}, [100, 4], [115, 6], [130, 8], [145, 6], [160, 6])], 6],
    ['nothing where most of it is missing', [series({}, [100, 4], [115, 6])], null],
    [
      'nothing where it has no value',
      [series({}, [100, Number.NaN], [115, Number.NaN], [130, Number.NaN])],
      null,
    ],
    ['nothing where no series is', [], null],
  ])('a query of your own: %s', async (_, found, expected) => {
    const { api } = apiOf({ orders: found });
    const { spans } = createPrometheusMetrics(source, api);
    expect(await spans?.measure(shop, 'orders', span)).toBe(expected);
  });

  test('several numbers where one is asked for are no answer', async () => {
    const { api } = apiOf({ orders: [series({ a: '1' }, [100, 1]), series({ a: '2' }, [100, 1])] });
    const { spans } = createPrometheusMetrics(source, api);
    await expect(spans?.measure(shop, 'orders', span)).rejects.toThrow('gives 2 numbers');
    await expect(spans?.measure(shop, 'sales', span)).rejects.toThrow('no query is called "sales"');
  });
});

describe('5.2 answers that are not whole are none', () => {
  const said = async (status: number, body: unknown, token: string | null = null) => {
    const headers: Record<string, string>[] = [];
    const api = createApi('http://prometheus:9090/base', {
      token: async () => token,
      async fetch(url, asked) {
        expect(String(url)).toBe('http://prometheus:9090/base/api/v1/query');
        expect(asked?.body).toContain('partial_response=false');
        headers.push({ ...asked?.headers });
        return {
          status,
          headers: {},
          text: typeof body === 'string' ? body : JSON.stringify(body),
        };
      },
    });
    return { found: await api('query', { query: 'up[1m]' }), headers };
  };
  const matrix = { status: 'success', data: { resultType: 'matrix', result: [] } };

  test.each([
    [200, { ...matrix, warnings: ['store "a" is away'] }, 'not be whole: store "a" is away'],
    [
      422,
      { status: 'error', errorType: 'execution', error: 'too many samples' },
      'too many samples',
    ],
    [503, { ...matrix }, 'refused (503)'],
    [200, '<html>login</html>', 'something it never says'],
    [200, { status: 'success', data: { resultType: 'vector', result: [] } }, 'series over time'],
    [
      200,
      { status: 'success', data: { resultType: 'matrix', result: [{ values: 1 }] } },
      'cannot be read',
    ],
  ])('%i %j', async (status, body, why) => {
    await expect(said(status, body)).rejects.toThrow(why);
  });

  test('a whole one is taken, asked with the token', async () => {
    const { found, headers } = await said(200, matrix, 'sesame');
    expect(found).toEqual([]);
    expect(headers[0]?.['authorization']).toBe('Bearer sesame');
  });
});

describe('where traffic is measured, as configured', () => {
  const of = (more: object) =>
    SignalSource.safeParse({ kind: 'prometheus', url: 'http://p:9090', ...more });

  test.each([
    [{}, true],
    [{ url: 'https://prometheus.example.com/tenant' }, true],
    [{ url: 'http://user:pass@p:9090' }, false],
    [{ url: 'file:///etc/passwd' }, false],
    [{ url: 'http://p:9090/?token=x' }, false],
    [{ requests: 'http_requests_total{service="$service"}' }, true],
    [{ requests: 'http_requests_total{job="all"}' }, false],
    [{ requests: 'sum(http_requests_total{service="$service"})' }, false],
    [{ token: 'PROMETHEUS' }, true],
    [{ token: 'eyJhbGciOi' }, false],
    [{ token: '../etc/passwd' }, false],
  ])('%j: %s', (more, ok) => {
    expect(of(more).success).toBe(ok);
  });
});
