import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import type { Target } from '../../../domain/kernel/target.ts';

/** Twenty edges in seconds from 1 ms to 10 s, each 1.62 times the one before. */
const BUCKETS = Array.from({ length: 20 }, (_, i) =>
  Number((0.001 * 10 ** ((4 * i) / 19)).toPrecision(3)),
);

export interface TrafficMetrics {
  record(target: Target, version: string, status: number, seconds: number): void;
}

/** What the proxies measured: requests by status and latency, per service, environment and version. */
export function createTrafficMetrics(registry: Registry): TrafficMetrics {
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered through the proxy, by status code; 502: the version could not be reached.',
    labelNames: ['service', 'environment', 'version', 'code'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['service', 'environment', 'version'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return {
    record({ service, environment }, version, status, seconds) {
      requests.inc({ service, environment, version, code: String(status) });
      duration.observe({ service, environment, version }, seconds);
    },
  };
}
