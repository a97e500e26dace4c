import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import { OneMetric } from './indicator.ts';

/** One metric with its labels; `$service` and `$environment` stand for the target's. */
const Selector = OneMetric.refine(
  (text) => text.includes('$service'),
  'must say which service it is of, by $service',
);

const Url = z.string().refine(isPlainUrl, {
  error: 'must be a plain http or https address, without user, password or query',
});

const OF_TARGET = 'service="$service",environment="$environment"';

/**
 * Where the traffic of an environment is measured, apart from who deploys there. Counters that only
 * rise, by version: all requests, the failed ones, and how long they took.
 */
export const SignalSource = z.strictObject({
  kind: z
    .literal('prometheus')
    .describe('How it is asked; prometheus also means whatever speaks its API.'),
  url: Url.describe('Where its API is, such as https://prometheus.example.com.'),
  private: z
    .boolean()
    .default(false)
    .describe('Whether it may lie on this machine or in your own network.'),
  token: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,40}$/, 'must be a name such as PROMETHEUS')
    .optional()
    .describe(
      'The bearer token: what SIGNALS_TOKEN_<name> holds, or the file SIGNALS_TOKEN_<name>_FILE names.',
    ),
  versionLabel: z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'must be the name of a label')
    .default('version')
    .describe('The label that says which version served a request.'),
  requests: Selector.default(`http_requests_total{${OF_TARGET}}`).describe('All requests.'),
  failed: Selector.default(`http_requests_total{${OF_TARGET},code=~"5.."}`).describe(
    'Those that failed.',
  ),
  latency: Selector.default(`http_request_duration_seconds_bucket{${OF_TARGET}}`).describe(
    'How long they took: buckets of a classic histogram, or a native one.',
  ),
  latencyUnit: z.enum(['s', 'ms']).default('s').describe('What the edges of the buckets count.'),
  queries: z
    .record(z.string().regex(/^[a-z][a-z0-9 -]{0,40}$/), z.string().min(1).max(2_000))
    .default({})
    .describe('Numbers of your business by name, each a PromQL query that gives one number.'),
  interval: Duration.refine((ms) => ms >= 1_000, 'must be at least 1s')
    .prefault('15s')
    .describe('How often it reads its targets; nobody asks it more often.'),
  offset: Duration.prefault('10s').describe(
    'How late its readings may come: it is asked how it was so long ago.',
  ),
  timeout: Duration.refine((ms) => ms >= 100 && ms <= 60_000, 'must lie between 100ms and 60s')
    .prefault('5s')
    .describe('How long one answer may take.'),
});
export type SignalSource = z.infer<typeof SignalSource>;

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return (
    /^https?:$/.test(protocol) && [username, password, search, hash].every((one) => one === '')
  );
}
