import type { Target } from '../../domain/kernel/target.ts';
import type { Bucket, Counters } from '../../domain/verdict/counters.ts';
import type { Metrics } from '../../ports/metrics.ts';
import { type Address, at, readText } from './exchange.ts';
import { type Exposition, parseExposition, type Sample } from './exposition.ts';
import { createFleetSpans, requireCounted } from './spans.ts';

const REQUESTS = 'http_requests_total';
const DURATION = 'http_request_duration_seconds';
const WITHIN_MS = 5_000;

/**
 * The counters of the sandbox's proxy, read from its Prometheus page: requests and errors (5xx) from
 * `http_requests_total{service,environment,version,code}`, latency from the histogram
 * `http_request_duration_seconds`, series of other labels summed up. Of the past its admin API tells.
 */
export function createFleetMetrics(metrics: Address, admin: Address): Metrics {
  return {
    spans: createFleetSpans(admin),
    async read(target, _placement, counting) {
      requireCounted(counting);
      const page = await readText(at(metrics, ''), WITHIN_MS);
      return countersOf(parseExposition(page), target);
    },
  };
}

/** @throws when the page does not measure requests at all, which is not the same as no traffic */
export function countersOf(
  { types, samples }: Exposition,
  target: Target,
): ReadonlyMap<string, Counters> {
  for (const name of [REQUESTS, DURATION])
    if (!types.has(name)) throw new Error(`the metrics page has no ${name}`);
  const own = samples.filter(({ labels }) => isOf(labels, target));
  const requests = own.filter(({ name }) => name === REQUESTS);
  const buckets = own.filter(({ name }) => name === `${DURATION}_bucket`);
  const versions = new Set([...requests, ...buckets].map(versionOf));
  return new Map(
    [...versions].map((version) => [
      version,
      {
        requests: total(requests.filter(of(version))),
        errors: total(requests.filter(of(version)).filter(isError)),
        buckets: cumulative(buckets.filter(of(version))),
      },
    ]),
  );
}

function isOf(labels: Sample['labels'], { service, environment }: Target): boolean {
  return labels.get('service') === service && labels.get('environment') === environment;
}

function versionOf({ labels }: Sample): string {
  return labels.get('version') ?? '';
}

function of(version: string): (sample: Sample) => boolean {
  return (sample) => versionOf(sample) === version;
}

function isError({ labels }: Sample): boolean {
  return /^5\d\d$/.test(labels.get('code') ?? '');
}

/** @throws on a value no counter can have: evidence that cannot be is no evidence */
function total(samples: readonly Sample[]): number {
  return samples.reduce((sum, { name, value }) => {
    if (!(value >= 0 && Number.isFinite(value))) throw new Error(`${name} counts ${value}`);
    return sum + value;
  }, 0);
}

function cumulative(samples: readonly Sample[]): readonly Bucket[] {
  const edges = new Map<number, Sample[]>();
  for (const sample of samples) {
    const le = edgeOf(sample);
    edges.set(le, [...(edges.get(le) ?? []), sample]);
  }
  return [...edges]
    .toSorted(([a], [b]) => a - b)
    .map(([le, own]) => [le === Number.POSITIVE_INFINITY ? null : le, total(own)]);
}

/** The edge in milliseconds. Twelve digits are kept, so that 0.00162 s is 1.62 ms and not a hair more. */
function edgeOf({ labels }: Sample): number {
  const le = labels.get('le') ?? '';
  const seconds = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
  if (le === '' || Number.isNaN(seconds)) throw new Error(`${DURATION} has a bucket without edge`);
  return Number((seconds * 1_000).toPrecision(12));
}
