/** The form of a page that carries native histograms; the text format has no words for them. */
export const PROTOBUF =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

/** One histogram of a process, as client libraries keep it. */
export interface Native {
  readonly labels: Readonly<Record<string, string>>;
  /** Its edges are powers of 2 to the 2 to the minus this. */
  readonly schema: number;
  /** Up to which value the bucket around zero goes, and how many are in it. */
  readonly zero: readonly [threshold: number, count: number];
  /** How many by the number of the bucket, whose upper edge is that power. */
  readonly buckets: Readonly<Record<number, number>>;
}

// Field numbers: https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto

type Bytes = readonly number[];
/** A histogram has type 4, a gauge 1, a counter 0. */
const HISTOGRAM = 4;
const GAUGE = 1;
const COUNTER = 0;

export function histogramPage(name: string, all: readonly Native[]): Buffer {
  return family(
    name,
    HISTOGRAM,
    all.map(({ labels, ...one }) => [labels, part(7, histogramOf(one))]),
  );
}

export function counterPage(
  name: string,
  all: readonly (readonly [labels: Native['labels'], value: number])[],
): Buffer {
  return family(
    name,
    COUNTER,
    all.map(([labels, value]) => [labels, part(3, double(1, value))]),
  );
}

export function gaugePage(name: string, value: number): Buffer {
  return family(name, GAUGE, [[{}, part(2, double(1, value))]]);
}

function family(
  name: string,
  type: number,
  metrics: readonly (readonly [labels: Native['labels'], value: Bytes])[],
): Buffer {
  const bytes = [
    ...part(1, utf8(name)),
    ...whole(3, type),
    ...metrics.flatMap(([labels, value]) => part(4, [...labelled(labels), ...value])),
  ];
  return Buffer.from([...varint(bytes.length), ...bytes]);
}

function labelled(labels: Native['labels']): Bytes {
  return Object.entries(labels).flatMap(([name, value]) =>
    part(1, [...part(1, utf8(name)), ...part(2, utf8(value))]),
  );
}

function histogramOf({ schema, zero: [threshold, none], buckets }: Omit<Native, 'labels'>): Bytes {
  const numbers = Object.keys(buckets)
    .map(Number)
    .toSorted((a, b) => a - b);
  const counts = numbers.map((k) => buckets[k] ?? 0);
  const count = counts.reduce((sum, n) => sum + n, none);
  // Each bucket is a span of its own: how far it lies behind the one before.
  const spans = numbers.flatMap((k, i) => {
    const before = numbers[i - 1];
    return part(12, [
      ...whole(1, zigzag(before === undefined ? k : k - before - 1)),
      ...whole(2, 1),
    ]);
  });
  const deltas = counts.flatMap((n, i) => varint(zigzag(n - (counts[i - 1] ?? 0))));
  return [
    ...whole(1, count),
    ...double(2, count),
    ...whole(5, zigzag(schema)),
    ...double(6, threshold),
    ...whole(7, none),
    ...spans,
    ...part(13, deltas),
  ];
}

function utf8(text: string): Bytes {
  return [...Buffer.from(text)];
}

function varint(n: number): Bytes {
  return n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))];
}

function zigzag(n: number): number {
  return n < 0 ? -2 * n - 1 : 2 * n;
}

function whole(field: number, n: number): Bytes {
  return [...varint(field * 8), ...varint(n)];
}

function double(field: number, value: number): Bytes {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return [...varint(field * 8 + 1), ...bytes];
}

function part(field: number, bytes: Bytes): Bytes {
  return [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
}
