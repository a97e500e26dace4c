import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ExpositionError,
  parseExposition,
  type Sample,
} from '../../../src/providers/fleet/exposition.ts';
import { countersOf } from '../../../src/providers/fleet/metrics.ts';

describe('the Prometheus text format', () => {
  test('reads the example of its own documentation', () => {
    const { types, samples } = parseExposition(
      [
        '# HELP http_requests_total The total number of HTTP requests.',
        '# TYPE http_requests_total counter',
        'http_requests_total{method="post",code="200"} 1027 1395066363000',
        'http_requests_total{method="post",code="400"}    3 1395066363000',
        '',
        '# Escaping in label values:',
        'msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9',
        '# Minimalistic line:',
        'metric_without_timestamp_and_labels 12.47',
        '# A weird metric from before the epoch:',
        'something_weird{problem="division by zero"} +Inf -3982045',
        '# HELP rpc_duration_seconds A summary of the RPC duration in seconds.',
        '# TYPE rpc_duration_seconds summary',
        'rpc_duration_seconds{quantile="0.01", } 3102',
        'rpc_duration_seconds_sum 1.7560473e+07',
        '',
      ].join('\n'),
    );
    expect([...types]).toEqual([
      ['http_requests_total', 'counter'],
      ['rpc_duration_seconds', 'summary'],
    ]);
    expect(samples.map(({ value }) => value)).toEqual([
      1027,
      3,
      1.458255915e9,
      12.47,
      Number.POSITIVE_INFINITY,
      3102,
      1.7560473e7,
    ]);
    expect(samples[0]?.timestampMs).toBe(1395066363000);
    expect(samples[2]?.labels.get('path')).toBe('C:\\DIR\\FILE.TXT');
    expect(samples[2]?.labels.get('error')).toBe('Cannot find file:\n"FILE.TXT"');
    expect(samples[4]?.timestampMs).toBe(-3982045);
  });

  test.each([
    ['a 1', 'cut off'],
    ['1a 1\n', 'not a metric name'],
    ['a{b=1} 1\n', 'no value in quotes'],
    ['a{b="1} 1\n', 'no value in quotes'],
    ['a{b="\\t"} 1\n', 'no value in quotes'],
    ['a{b="1"c="2"} 1\n', 'labels without end'],
    ['a{b="1",b="2"} 1\n', 'label b twice'],
    ['a{,} 1\n', 'not a label name'],
    ['a{b="1"\n', 'labels without end'],
    ['a\n', 'no value'],
    ['a one\n', 'no value'],
    ['a 0x10\n', 'no value'],
    ['a 1 2 3\n', 'more than a value'],
    ['a 1 2.5\n', 'more than a value'],
    ['a{b="1"} 1\na{b="1"} 2\n', 'line 2: the same series twice'],
    ['a{b="1",c="2"} 1\na{c="2",b="1"} 2\n', 'same series twice'],
    ['# TYPE a counter\n# TYPE a gauge\n', 'second TYPE of a'],
    ['# TYPE a number\n', 'not a TYPE'],
    ['<html>not metrics</html>\n', 'line 1: not a metric name'],
  ])('refuses %j', (text, words) => {
    expect(() => parseExposition(text)).toThrow(ExpositionError);
    expect(() => parseExposition(text)).toThrow(words);
  });

  const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/);
  const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/);
  const anyText = fc.string({ unit: 'binary', maxLength: 12 });
  const value = fc.oneof(fc.double(), fc.integer(), fc.constant(Number.POSITIVE_INFINITY));
  const sample: fc.Arbitrary<Sample> = fc.record({
    name,
    labels: fc
      .uniqueArray(fc.tuple(label, anyText), { selector: ([l]) => l, maxLength: 4 })
      .map((pairs) => new Map(pairs)),
    value,
    timestampMs: fc.option(fc.maxSafeInteger()),
  });

  test('what is printed is what is read', () => {
    const series = ({ name: of, labels }: Sample): string =>
      JSON.stringify([of, ...[...labels].toSorted()]);
    const page = fc.uniqueArray(sample, { selector: series, maxLength: 8 });
    const check = (samples: readonly Sample[]): void => {
      expect(parseExposition(samples.map(print).join('')).samples).toEqual(samples);
    };
    fc.assert(fc.property(page, check), { numRuns: 1_000 });
  });

  test('any other text is read or refused, and never throws anything else', () => {
    const check = (text: string): void => {
      try {
        parseExposition(text);
      } catch (error) {
        if (!(error instanceof ExpositionError)) throw error;
      }
    };
    const near = fc.stringMatching(/^[a-c{}="\\n,#+.0-9 TYPEinf\n]*$/);
    fc.assert(fc.property(fc.oneof(near, fc.string({ unit: 'binary' })), check), {
      numRuns: 5_000,
    });
  });
});

function print({ name, labels, value, timestampMs }: Sample): string {
  const inner = [...labels].map(([label, text]) => `${label}="${escaped(text)}"`).join(',');
  const time = timestampMs === null ? '' : ` ${timestampMs}`;
  return `${name}${labels.size > 0 ? `{${inner}}` : ''} ${printNumber(value)}${time}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}

describe('counters of a page', () => {
  const target = { service: 'shop', environment: 'production' };
  const of = 'service="shop",environment="production"';
  const page = (...lines: string[]) =>
    parseExposition(
      `${['# TYPE http_requests_total counter', '# TYPE http_request_duration_seconds histogram', ...lines].join('\n')}\n`,
    );

  test('sums over codes and instances, 5xx are errors, buckets in milliseconds and in order', () => {
    const read = countersOf(
      page(
        `http_requests_total{${of},version="1",code="200",instance="a"} 10`,
        `http_requests_total{${of},version="1",code="200",instance="b"} 20`,
        `http_requests_total{${of},version="1",code="404"} 3`,
        `http_requests_total{${of},version="1",code="502"} 4`,
        'http_requests_total{service="shop",environment="staging",version="1",code="200"} 99',
        `http_request_duration_seconds_bucket{${of},version="1",le="+Inf"} 37`,
        `http_request_duration_seconds_bucket{${of},version="1",le="0.00162"} 5`,
        `http_request_duration_seconds_bucket{${of},version="1",le="0.01",instance="a"} 8`,
        `http_request_duration_seconds_bucket{${of},version="1",le="0.01",instance="b"} 9`,
      ),
      target,
    );
    expect([...read]).toEqual([
      [
        '1',
        {
          requests: 37,
          errors: 4,
          buckets: [
            [1.62, 5],
            [10, 17],
            [null, 37],
          ],
        },
      ],
    ]);
  });

  test('no traffic is an empty answer, no measurement at all is an error', () => {
    expect(countersOf(page(), target).size).toBe(0);
    expect(() => countersOf(parseExposition(''), target)).toThrow('no http_requests_total');
  });

  test.each(['NaN', '-1', '+Inf'])('a counter of %s is no evidence', (value) => {
    const one = page(`http_requests_total{${of},version="1",code="200"} ${value}`);
    expect(() => countersOf(one, target)).toThrow('http_requests_total counts');
  });
});
