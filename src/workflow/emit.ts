import type { Deployment } from '../domain/deployment/deployment.ts';
import type { DeploymentEvent, EventType } from '../domain/deployment/event.ts';
import type { Spike, SpikeCount } from '../domain/deployment/spike.ts';
import type { StageRun } from '../domain/stages/stage.ts';
import type { Emission, Emissions, Sink } from '../ports/emissions.ts';
import { isOfDeployment } from '../ports/event.ts';
import type { Meter } from '../ports/meter.ts';
import type { LedgerLine, Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { type NoticeSpikes, noticeSpikes } from './notice-spikes.ts';
import { createSpikeCounts } from './spike-counts.ts';

/** What a kind of sink is told of an event; what is `known` is read only when asked for. */
export interface Teller {
  readonly sink: Sink;
  tell(
    event: DeploymentEvent,
    d: Deployment,
    known: Known,
  ): Promise<readonly Pick<Emission, 'key' | 'body'>[]>;
}

/** What else there is to tell of a deployment. */
export interface Known {
  readonly ledger: () => Promise<readonly LedgerLine[]>;
  /** When people were served worse by it; none while it is not over. */
  readonly spikes: () => Promise<readonly Spike[]>;
  /** Its steps and waits that are over. */
  readonly stages: () => Promise<readonly StageRun[]>;
}

/** Who hears of deployments; left out: nobody. */
interface Listeners {
  readonly tellers?: readonly Teller[];
  readonly meter?: Meter;
}

export interface Emitter {
  readonly subscribers: readonly Subscriber[];
  readonly drain: () => Promise<void>;
  /** Of what ended, how often people were served worse by it. */
  readonly spikes: () => readonly SpikeCount[];
}

const BATCH = 50;
const ENDS: readonly EventType[] = ['succeeded', 'failed', 'cancelled'];

/**
 * Notes what machines outside are to hear of a deployment, and leaves the sending to `drain`: a sink that
 * is away holds up neither the cards nor the deployments.
 */
export function createEmitter(
  { tellers = [], meter }: Listeners,
  ports: NoticeSpikes & {
    readonly emissions: Emissions;
    readonly records: Pick<Records, 'stagesOf'>;
  },
): Emitter {
  const { records, emissions } = ports;
  const counts = createSpikeCounts();
  async function on(event: DeploymentEvent): Promise<void> {
    const isEnd = ENDS.includes(event.type);
    if (tellers.length === 0 && !isEnd) return;
    const d = await records.deployment(event.id);
    if (!d) return;
    const spikes = once(() => noticeSpikes(ports, d));
    const stages = once(() => records.stagesOf(d.id));
    const known = { ledger: () => records.ledger(d.id), spikes, stages };
    const told = tellers.map(async ({ sink, tell }) => {
      const all = await tell(event, d, known);
      return all.map((one) => ({ ...one, key: `${sink.name}:${one.key}`, sink: sink.name }));
    });
    await emissions.add((await Promise.all(told)).flat());
    if (!isEnd) return;
    counts.add(await spikes());
    meter?.over(d, await stages());
  }
  async function drain(sink: Sink): Promise<void> {
    let sent = BATCH;
    while (sent === BATCH) sent = await emissions.drain(sink, BATCH);
  }
  const subscriber: Subscriber = {
    name: 'emissions',
    on: async (event) => (isOfDeployment(event) ? on(event) : undefined),
  };
  return {
    subscribers: [subscriber],
    drain: async () => {
      await Promise.all(tellers.map(({ sink }) => drain(sink)));
    },
    spikes: counts.all,
  };
}

/** Read by the first who asks, for all. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => {
    reading ??= read();
    return reading;
  };
}
