import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { tellersOf } from '../../src/cli/start/telemetry.ts';
import { seal } from '../../src/config/secret.ts';
import type { Step } from '../../src/domain/plan/step.ts';
import { createRunMeter } from '../../src/http/run-meter.ts';
import { traceOf } from '../../src/projections/trace.ts';
import { useStory } from './harness.ts';

/** What the specification of CDEvents 0.4 asks of each event we send; nothing else may be in it. */
const CdEvent = z.strictObject({
  context: z.strictObject({
    version: z.literal('0.4.1'),
    id: z.string().min(1),
    source: z.url(),
    type: z.enum([
      'dev.cdevents.pipelinerun.queued.0.2.0',
      'dev.cdevents.pipelinerun.started.0.2.0',
      'dev.cdevents.pipelinerun.finished.0.2.0',
      'dev.cdevents.service.deployed.0.2.0',
      'dev.cdevents.service.upgraded.0.2.0',
      'dev.cdevents.service.rolledback.0.2.0',
    ]),
    timestamp: z.iso.datetime(),
  }),
  subject: z.strictObject({
    id: z.string().min(1),
    source: z.string(),
    type: z.enum(['pipelineRun', 'service']),
    content: z.union([
      z.strictObject({
        pipelineName: z.string(),
        outcome: z.enum(['success', 'failure', 'error']).optional(),
        errors: z.string().optional(),
      }),
      z.strictObject({
        environment: z.strictObject({ id: z.string().min(1) }),
        artifactId: z.string().startsWith('pkg:oci/'),
      }),
    ]),
  }),
});

interface Heard {
  readonly path: string;
  readonly type: string;
  readonly bearer: string;
  readonly body: unknown;
}

/** A collector and a sink of events in one, over real HTTP; it can be away for a while. */
function createReceiver() {
  const heard: Heard[] = [];
  let away = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (away > 0) {
      away -= 1;
      response.writeHead(503).end();
      return;
    }
    const { 'content-type': type = '', authorization: bearer = '' } = request.headers;
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    heard.push({ path: request.url ?? '', type, bearer, body });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  return {
    heard,
    server,
    refuse(times: number) {
      away = times;
    },
    at: (path: string) => heard.filter((one) => one.path === path),
  };
}

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
  readonly status: { readonly code?: number };
}

const NAMES: ReadonlySet<unknown> = new Set(
  Object.entries(conventions).flatMap(([name, value]) => (name.startsWith('ATTR_') ? [value] : [])),
);
const RESULTS = Object.entries(conventions).flatMap(([name, value]) =>
  /^CICD_PIPELINE_(TASK_RUN_)?RESULT_VALUE_/.test(name) ? [value] : [],
);

/** A metric as Prometheus writes it: its unit at the end, and `total` where it only rises. */
const METRICS = [
  `${written(conventions.METRIC_CICD_PIPELINE_RUN_DURATION)}_seconds`,
  `${written(conventions.METRIC_CICD_PIPELINE_RUN_ERRORS)}_total`,
];
const LABELS = [...NAMES].map(written);

const receiver = createReceiver();
receiver.server.listen(0, '127.0.0.1');
await once(receiver.server, 'listening');
const base = `http://127.0.0.1:${(receiver.server.address() as AddressInfo).port}`;
process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = base;
const tellers = await tellersOf({
  events: { url: `${base}/events`, token: seal('a-long-random-word') },
  traces: true,
  source: 'https://fairway.example.org',
});
delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];

describe('7.1 telemetry: what machines outside are told of a deployment', () => {
  const meter = createRunMeter();
  const story = useStory({ tellers, meter });
  beforeAll(async () => {
    story.world.steady({ service: 'shop', environment: 'production' }, 40);
    receiver.refuse(2);
    for (const version of ['1.1.0', '1.2.0-slow']) {
      await story.types('ana', `/deploy shop@${version} to staging`);
      await story.after('30s');
      await story.types('ana', `/deploy shop@${version} to production because "new basket"`);
      await story.presses('ana', 'start');
      await story.after('5m');
      await story.presses('bo', 'approve');
      await story.after('2m');
    }
    for (let turn = 0; turn < 12; turn += 1) {
      await story.fairway.emit();
      await story.after('10s');
    }
  });
  afterAll(() => void receiver.server.close());

  test('CDEvents arrive in order and once each, in the form of the specification', () => {
    const events = receiver.at('/events').map(({ body, type, bearer }) => {
      expect([type, bearer]).toEqual([
        'application/cloudevents+json; charset=utf-8',
        'Bearer a-long-random-word',
      ]);
      const { specversion, data } = body as { specversion: string; data: unknown };
      expect(specversion).toBe('1.0');
      return CdEvent.parse(data);
    });
    const said = events.map(
      ({ context, subject }) => `${context.type.slice(13, -6)} ${subject.id}`,
    );
    expect(said.filter((line) => line.endsWith('D-2') || line.includes('service'))).toEqual([
      'service.upgraded shop',
      'pipelinerun.queued D-2',
      'pipelinerun.started D-2',
      'pipelinerun.finished D-2',
      'service.upgraded shop',
      'service.upgraded shop',
      'service.rolledback shop',
    ]);
    expect(new Set(events.map(({ context }) => context.id)).size).toBe(events.length);
  });

  test('a trace tells each step and how long people took, in the words of the conventions', async () => {
    const traces = receiver.at('/v1/traces').map(({ body }) => spansOf(body));
    const good = traces.find((spans) => rootOf(spans)?.name === 'RUN shop to production') ?? [];
    const root = rootOf(good);
    expect(textOf(root, 'cicd.pipeline.result')).toBe('success');
    const rest = good.filter((span) => span !== root);
    expect(rest.every((span) => span.parentSpanId === root?.spanId)).toBe(true);
    expect(new Set(good.map((span) => span.traceId)).size).toBe(1);
    expect(rest.map((span) => span.name)).toEqual([
      'Wait for approval',
      ...['RUN prestage', 'RUN start', 'RUN shift to 40 %', 'RUN judge'],
      ...['RUN shift to 70 %', 'RUN judge', 'RUN shift to 100 %', 'RUN bake', 'RUN finish'],
    ]);
    const types = rest.slice(1).map((span) => textOf(span, 'cicd.pipeline.task.type'));
    expect(types).toEqual([
      ...['deploy', 'deploy', 'deploy', 'test', 'deploy', 'test', 'deploy', 'test', 'deploy'],
    ]);
    expect(secondsOf(rest[0])).toBe(301); // the clock of a story goes on a second with what people do
    const d = await story.fairway.records.deployment('D-2');
    expect(root?.traceId).toBe(d?.trace);
    const shift = story.world.effects().find(({ key }) => key.startsWith('D-2:2:'));
    const named = rest.find(({ name }) => name === 'RUN shift to 40 %');
    expect(shift?.traceparent).toBe(`00-${d?.trace}-${named?.spanId}-01`);
    const failed =
      traces.find((spans) => textOf(rootOf(spans), 'error.type') === 'rolled-back') ?? [];
    expect(rootOf(failed)?.status.code).toBe(2);
    expect(failed.findLast(({ name }) => name.startsWith('RUN '))?.status.code).toBe(2);
    for (const { attributes } of traces.flat()) {
      const foreign = attributes.filter(({ key }) => !NAMES.has(key));
      expect(foreign.every(({ key }) => key.startsWith('fairway.'))).toBe(true);
      const results = attributes.filter(({ key }) => key.endsWith('result'));
      for (const { value } of results) expect(RESULTS).toContain(value['stringValue']);
    }
  });

  test('journeys and validations only look as well, and are told as tests', async () => {
    const d = await story.fairway.records.deployment('D-2');
    if (!d) throw new Error('there is no D-2');
    const [step] = d.plan;
    const looks = ['journey', 'validate'].map((kind) => ({ ...step, kind }) as Step);
    const spans = traceOf({ ...d, plan: looks }, await story.fairway.records.ledger('D-2'));
    const typed = spans.map(({ attributes: a }) => [
      ...[a['cicd.pipeline.task.name'], a['cicd.pipeline.task.type']],
    ]);
    expect(typed).toContainEqual(['journey', 'test']);
    expect(typed).toContainEqual(['validate', 'test']);
  });

  test('what is over is counted by pipeline, step and wait, in the names of the conventions', async () => {
    const text = await meter.registry.metrics();
    const countOf = (series: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${series} `))
          ?.slice(series.length),
      );
    const to = (name: string) => `cicd_pipeline_name="${name}",cicd_pipeline_run_state="executing"`;
    const run = 'cicd_pipeline_run_duration_seconds_count';
    const ended = (name: string, result: string) => {
      return countOf(`${run}{${to(name)},cicd_pipeline_result="${result}"}`);
    };
    expect(ended('deploy to staging', 'success')).toBe(2);
    expect(ended('deploy to production', 'success')).toBe(1);
    expect(ended('rollback in production', 'success')).toBe(1);
    const rolledBack = 'cicd_pipeline_result="failure",error_type="rolled-back"';
    expect(countOf(`${run}{${to('deploy to production')},${rolledBack}}`)).toBe(1);
    expect(
      countOf(
        'cicd_pipeline_run_errors_total{cicd_pipeline_name="deploy to production",error_type="rolled-back"}',
      ),
    ).toBe(1);
    const judge = 'step="judge",environment="production"';
    expect(countOf(`fairway_step_runs_total{${judge},outcome="failed"}`)).toBe(1);
    expect(countOf(`fairway_step_runs_total{${judge},outcome="done"}`)).toBe(
      countOf(`fairway_step_duration_seconds_count{${judge}}`),
    );
    const wait = 'wait="approval",environment="production"';
    expect(countOf(`fairway_wait_duration_seconds_count{${wait}}`)).toBe(2);
    const waited = countOf(`fairway_wait_duration_seconds_sum{${wait}}`);
    expect(waited).toBeGreaterThanOrEqual(600);
    expect(waited).toBeLessThan(660);
    const names = text.match(/(?<=^# TYPE )cicd_\w+/gm) ?? [];
    expect(names).toHaveLength(2);
    for (const name of names) expect(METRICS).toContain(name);
    const labels = [...text.matchAll(/\b((?:cicd|error)_\w+)="/g)].map((found) => found[1]);
    for (const label of labels) expect(LABELS).toContain(label);
  });

  test('a trace tells when people were served worse, by how much, and what followed', () => {
    const traces = receiver.at('/v1/traces').map(({ body }) => spansOf(body));
    const failed = traces.find((spans) => textOf(rootOf(spans), 'error.type') === 'rolled-back');
    const root = rootOf(failed ?? []);
    const worse = (failed ?? []).filter(({ name }) => name === 'Worse than before');
    expect(worse.length).toBeGreaterThan(0);
    for (const span of worse) {
      expect([span.parentSpanId, span.traceId]).toEqual([root?.spanId, root?.traceId]);
      expect(span.status.code).toBe(2);
      expect(secondsOf(span)).toBeGreaterThan(0);
      expect(BigInt(span.startTimeUnixNano)).toBeGreaterThan(BigInt(root?.startTimeUnixNano ?? 0));
      expect(span.endTimeUnixNano).toBe(root?.endTimeUnixNano);
      const said = ['error.type', 'fairway.spike.found_by', 'fairway.spike.followed_by'];
      expect(said.map((key) => textOf(span, key))).toEqual(['worse', 'judge', 'rollback']);
      expect(textOf(span, 'fairway.spike.metric')).toMatch(/^slower than p\d\d$/);
      expect(textOf(span, 'fairway.spike.value')).toMatch(/^\d+\.\d\d %$/);
    }
    const others = traces.filter((spans) => spans !== failed).flat();
    expect(others.filter((span) => textOf(span, 'fairway.spike.metric') !== undefined)).toEqual([]);
    expect(story.fairway.spikes()).toContainEqual({
      ...{ by: 'judge', followed: 'rollback' },
      n: worse.length,
    });
  });
});

function written(name: unknown): string {
  return String(name).replaceAll('.', '_');
}

function spansOf(body: unknown): readonly Span[] {
  const { resourceSpans } = body as {
    resourceSpans: readonly { scopeSpans: readonly { spans: readonly Span[] }[] }[];
  };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

function rootOf(spans: readonly Span[]): Span | undefined {
  return spans.find(({ parentSpanId }) => !parentSpanId);
}

function textOf(span: Span | undefined, key: string): unknown {
  return span?.attributes.find((one) => one.key === key)?.value['stringValue'];
}

function secondsOf(span: Span | undefined): number {
  const { startTimeUnixNano = '0', endTimeUnixNano = '0' } = span ?? {};
  return Number((BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1_000_000_000n);
}
