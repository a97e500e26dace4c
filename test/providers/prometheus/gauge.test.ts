import { expect, test } from 'vitest';
import { instant } from '../../../src/domain/kernel/time.ts';
import { SignalSource } from '../../../src/domain/verdict/signal-source.ts';
import type { Api } from '../../../src/providers/prometheus/api.ts';
import { createPrometheusMetrics } from '../../../src/providers/prometheus/metrics.ts';

const source = SignalSource.parse({
  kind: 'prometheus',
  url: 'http://prometheus:9090',
  queries: { memory: 'process_resident_memory_bytes{service="$service"}' },
});

test('5.2 a gauge is every reading of every process by its version, without what is no number', async () => {
  const asked: string[] = [];
  const one = (version: string, ...values: string[]) => ({
    metric: { version },
    values: values.map((value, i): [number, string] => [i * 15, value]),
    histograms: [],
  });
  const api: Api = async (_, { query = '' }) => {
    asked.push(query);
    return [one('1.0.0', '7', '8'), one('1.0.0', '9', 'NaN'), one('1.1.0', '20', '+Inf', '22')];
  };
  const { spans } = createPrometheusMetrics(source, api);
  const span = { from: instant(0), to: instant(60_000) };
  const shop = { service: 'shop', environment: 'production' };
  expect(await spans?.gauge(shop, 'memory', span)).toEqual(
    new Map([
      ['1.0.0', [7, 8, 9]],
      ['1.1.0', [20, 22]],
    ]),
  );
  expect(asked).toEqual(['process_resident_memory_bytes{service="shop"}']);
  await expect(spans?.gauge(shop, 'cpu', span)).rejects.toThrow('no query is called "cpu" there');
});
