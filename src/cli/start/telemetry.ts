import type { Telemetry } from '../../config/env/telemetry.ts';
import type { Deployment } from '../../domain/deployment/deployment.ts';
import { cdEventsOf } from '../../projections/cd-event.ts';
import { traceOf } from '../../projections/trace.ts';
import { spikeStretches } from '../../projections/trace-spikes.ts';
import { waitStretches } from '../../projections/trace-waits.ts';
import { createEventSink } from '../../providers/telemetry/events.ts';
import type { Teller } from '../../workflow/emit.ts';

/** Who outside is told what happens to deployments. What nobody asked for is not even loaded. */
export async function tellersOf({ events, traces, source }: Telemetry): Promise<readonly Teller[]> {
  const tellers: Teller[] = [];
  if (events) {
    const { url, token } = events;
    const sink = createEventSink({ url, token: token?.reveal() ?? null });
    tellers.push({
      sink,
      tell: async (event, d) =>
        cdEventsOf(event, d, source).map((one) => ({
          key: one.context.id,
          body: JSON.stringify(one),
        })),
    });
  }
  if (traces) {
    const { createTraceSink } = await import('../../providers/telemetry/traces.ts');
    tellers.push({
      sink: createTraceSink(),
      async tell({ type }, d, { ledger, spikes, stages }) {
        if (type !== 'succeeded' && type !== 'failed' && type !== 'cancelled') return [];
        const trace = traceOf(d, await ledger());
        if (trace.length === 0) return [];
        const beside = [...waitStretches(await stages()), ...spikeStretches(await spikes())];
        const body = JSON.stringify({ ...nameOf(d, source), stretches: [...trace, ...beside] });
        return [{ key: d.id, body }];
      },
    });
  }
  return tellers;
}

/** Its spans are named by its trace, as calls to providers name them; of what has none, by itself. */
function nameOf({ id, requestedAt, trace }: Deployment, source: string) {
  if (trace === undefined) return { of: `${source}/${id}/${requestedAt}` };
  return { of: `${trace}/${id}`, trace };
}
