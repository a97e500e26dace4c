import { type Secret, seal } from '../secret.ts';
import type { Values } from './read-values.ts';

/** What machines outside are told, and who says so. */
export interface Telemetry {
  /** Null: nobody hears CDEvents. */
  readonly events: { readonly url: string; readonly token: Secret | null } | null;
  /** Whether traces are sent; where and how is what the exporter reads from OTEL_EXPORTER_OTLP_*. */
  readonly traces: boolean;
  /** This Fairway as others name it, a URI. */
  readonly source: string;
}

/** @param values everything that was given, each well-formed */
export function telemetrySettings({
  eventsUrl,
  eventsToken,
  eventsSource,
  otlp,
}: Values): Telemetry {
  const token = eventsToken === undefined ? null : seal(eventsToken);
  return {
    events: eventsUrl === undefined ? null : { url: eventsUrl, token },
    traces: otlp !== undefined,
    source: eventsSource ?? 'urn:fairway',
  };
}
