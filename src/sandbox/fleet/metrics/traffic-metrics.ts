import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import type { Target } from '../../../domain/kernel/target.ts';
import type { Ending } from '../proxy/start-proxy.ts';

/** Twenty edges in seconds from 1 ms to 10 s, each 1.62 times the one before. */
export const BUCKETS: readonly number[] = Array.from({ length: 20 }, (_, i) =>
  Number((0.001 * 10 ** ((4 * i) / 19)).toPrecision(3)),
);

export interface TrafficMetrics {
  record(target: Target, version: string, ending: Ending): void;
}

/** What the proxies measured: requests by status, latency and orders, per service, environment and version. */
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
    buckets: [...BUCKETS],
    registers: [registry],
  });
  const orders = new Counter({
    name: 'orders_total',
    help: 'Requests that ended in an order.',
    labelNames: ['service', 'environment', 'version'],
    registers: [registry],
  });
  return {
    record({ service, environment }, version, { status, seconds, ordered }) {
      requests.inc({ service, environment, version, code: String(status) });
      duration.observe({ service, environment, version }, seconds);
      if (ordered) orders.inc({ service, environment, version });
    },
  };
}
