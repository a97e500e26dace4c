import type { JsonObject } from '../json.ts';

/** One thing handed to the app, in the words of Socket Mode. */
export interface Envelope {
  readonly kind: 'slash_commands' | 'interactive' | 'events_api' | 'url_verification';
  readonly payload: JsonObject;
  readonly retry?: { readonly num: number; readonly reason: string };
}

/** Why a delivery failed, in the words of `x-slack-retry-reason`. */
export type FailureReason = 'http_timeout' | 'http_error' | 'connection_failed';

/** The app's ack: an object, a text, or '' for none; or why there was none. */
export type Outcome =
  | { readonly ok: true; readonly body: JsonObject | string }
  | { readonly ok: false; readonly reason: FailureReason; readonly noRetry: boolean };

export function failed(reason: FailureReason, noRetry = false): Outcome {
  return { ok: false, reason, noRetry };
}

/** A way to the app. It answers within the ack timeout and never throws. */
export interface Delivery {
  send(envelope: Envelope): Promise<Outcome>;
  close(): void;
}
