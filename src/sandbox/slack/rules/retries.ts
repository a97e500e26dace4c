/** When an event not acknowledged is sent again: about at once, a minute later, five minutes later. */
export const retryDelaysMs: readonly number[] = [1_000, 60_000, 300_000];

/** Header by which an app declines retries, on any answer that is not a 2xx. */
export const noRetryHeader = 'x-slack-no-retry';
