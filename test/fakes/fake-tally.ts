import type { Bucket, Counters } from '../../src/domain/verdict/counters.ts';

/** A number of requests that took about as long, some of them failed. */
export interface Served {
  readonly requests: number;
  readonly errors?: number;
  readonly latencyMs?: number;
}

/** Upper edges of a histogram in milliseconds, rising; the last is open. */
export type Edges = readonly (number | null)[];

export interface Tally {
  requests: number;
  errors: number;
  readonly perEdge: number[];
}

export function newTally(edgesMs: Edges): Tally {
  return { requests: 0, errors: 0, perEdge: edgesMs.map(() => 0) };
}

/** Errors none and 10 ms each unless told. */
export function add(tally: Tally, served: Served, edgesMs: Edges): void {
  const { requests, errors = 0, latencyMs = 10 } = served;
  tally.requests += requests;
  tally.errors += errors;
  const at = edgesMs.findIndex((edge) => edge === null || latencyMs <= edge);
  tally.perEdge[at] = (tally.perEdge[at] ?? 0) + requests;
}

/** Fractions of requests are kept inside, so that no rate is rounded away; a counter shows whole ones. */
export function countersOf({ requests, errors, perEdge }: Tally, edgesMs: Edges): Counters {
  let sum = 0;
  const buckets = edgesMs.map((edge, i): Bucket => {
    sum += perEdge[i] ?? 0;
    return [edge, whole(sum)];
  });
  return { requests: whole(requests), errors: whole(errors), buckets };
}

function whole(count: number): number {
  return Math.floor(count + 1e-6);
}
