import { z } from 'zod';
import type { GuardedFetch } from '../outbound/guarded-fetch.ts';

const Point = z.tuple([z.number(), z.string()]);
const Histogram = z.object({
  count: z.string(),
  buckets: z.array(z.tuple([z.number(), z.string(), z.string(), z.string()])).default([]),
});

const Series = z.object({
  metric: z.record(z.string(), z.string()),
  values: z.array(Point).default([]),
  histograms: z.array(z.tuple([z.number(), Histogram])).default([]),
});
/** One series over some time: its labels, and what it read when, in seconds and as text. */
export type Series = z.infer<typeof Series>;
export type NativeHistogram = z.infer<typeof Histogram>;

const Answered = z.object({
  status: z.string(),
  error: z.string().optional(),
  warnings: z.array(z.string()).default([]),
  data: z.object({ resultType: z.string(), result: z.unknown() }).optional(),
});

export type Parameters = Readonly<Record<string, string>>;
/** Asks one of the two questions of the HTTP API; see `createApi`. */
export type Api = (
  path: 'query' | 'query_range',
  parameters: Parameters,
) => Promise<readonly Series[]>;

/**
 * Prometheus' HTTP API (https://prometheus.io/docs/prometheus/latest/querying/api/). Whatever is not the
 * whole answer is none: a warning means that a part of it is missing, and a verdict may hang on that part.
 * @throws when it is silent, refuses, warns, or answers with something other than series over time
 */
export function createApi(
  url: string,
  { fetch, token }: { readonly fetch: GuardedFetch; readonly token: () => Promise<string | null> },
): Api {
  const base = url.endsWith('/') ? url : `${url}/`;
  return async (path, parameters) => {
    const bearer = await token();
    const { status, text } = await fetch(new URL(`api/v1/${path}`, base), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      },
      // Thanos and its like would rather leave a part out than fail.
      body: new URLSearchParams({ ...parameters, partial_response: 'false' }).toString(),
    });
    return seriesIn(status, text);
  };
}

function seriesIn(status: number, text: string): readonly Series[] {
  const answer = Answered.safeParse(jsonOf(text));
  if (!answer.success)
    throw new Error(`Prometheus answered ${status} with something it never says`);
  const { error, warnings, data } = answer.data;
  if (answer.data.status !== 'success' || status !== 200)
    throw new Error(`Prometheus refused (${status}): ${cut(error ?? 'without a reason')}`);
  const [warning] = warnings;
  if (warning !== undefined)
    throw new Error(`Prometheus warns, so its answer may not be whole: ${cut(warning)}`);
  if (data?.resultType !== 'matrix')
    throw new Error('Prometheus did not answer with series over time');
  const series = z.array(Series).safeParse(data.result);
  if (!series.success) throw new Error('Prometheus answered with series that cannot be read');
  return series.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Their words, one line of them. */
function cut(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 200);
}
