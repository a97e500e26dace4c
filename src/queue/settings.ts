/**
 * A dead worker's jobs are found after 3–5 s with these; BullMQ's defaults took 59 s. A handler may
 * take longer than a lock: the lock is renewed while the event loop turns.
 */
export const WORKER = {
  lockDuration: 5_000,
  stalledInterval: 2_000,
  // Finished jobs mean nothing: a few are kept for a person who looks, the tables stay small.
  removeOnComplete: { count: 20 },
  removeOnFail: { count: 20 },
} as const;

/** Nobody reads BullMQ's event stream (on PostgreSQL it drops events for good): kept short. */
export const STREAMS = { events: { maxLen: 100 } } as const;

/**
 * The payload is an id and nothing else. No `jobId` and no deduplication: a key that outlives its job,
 * as after a queue was half emptied, would silence that bell for ever; a second job costs one look.
 */
export interface Payload {
  readonly id: string;
}

/** Job names carry no meaning here; BullMQ wants one. */
export const JOB_NAME = 'ring';
