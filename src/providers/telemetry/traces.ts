import { createHash } from 'node:crypto';
import {
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { z } from 'zod';
import type { Sink } from '../../ports/emissions.ts';

const Stretch = z.object({
  id: z.string(),
  within: z.string().nullable(),
  name: z.string(),
  from: z.number(),
  to: z.number(),
  failed: z.string().nullable(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
/**
 * `of` names the spans for ever: the same deployment has the same ones whenever it is sent. Where no `trace`
 * says which trace they lie in, `of` names that as well.
 */
const Told = z.object({
  of: z.string(),
  trace: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  stretches: z.array(Stretch),
});

/**
 * Sends the trace of a deployment by OTLP over HTTP to where OTEL_EXPORTER_OTLP_ENDPOINT and its siblings
 * say (opentelemetry.io/docs/specs/otel/protocol/exporter). Ids are hashes of what they name, so that
 * one sent twice is one.
 */
export function createTraceSink(): Sink {
  const exporter = new OTLPTraceExporter();
  return {
    name: 'traces',
    send: (body) =>
      new Promise((resolve, reject) => {
        exporter.export(spansOf(Told.parse(JSON.parse(body))), ({ code, error }) => {
          if (code === 0) resolve();
          else reject(error ?? new Error('the collector did not take it'));
        });
      }),
  };
}

function spansOf({ of, trace: id = hex(of, 32), stretches }: z.infer<typeof Told>): ReadableSpan[] {
  let next = '';
  const memory = new InMemorySpanExporter();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'fairway' }),
    spanProcessors: [new SimpleSpanProcessor({ exporter: memory })],
    idGenerator: { generateTraceId: () => id, generateSpanId: () => hex(next, 16) },
  });
  const tracer = provider.getTracer('fairway');
  for (const one of stretches) {
    next = `${of}/${one.id}`;
    const within = one.within === null ? ROOT_CONTEXT : contextOf(id, `${of}/${one.within}`);
    const kind = one.within === null ? SpanKind.SERVER : SpanKind.INTERNAL;
    const { attributes, from: startTime } = one;
    const span = tracer.startSpan(one.name, { kind, attributes, startTime }, within);
    if (one.failed !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: one.failed });
    span.end(one.to);
  }
  return memory.getFinishedSpans();
}

function contextOf(traceId: string, span: string) {
  const parent: SpanContext = {
    traceId,
    spanId: hex(span, 16),
    traceFlags: TraceFlags.SAMPLED,
  };
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

function hex(of: string, length: 16 | 32): string {
  return createHash('sha256').update(of).digest('hex').slice(0, length);
}
