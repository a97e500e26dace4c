import type { Deployment } from '../domain/deployment/deployment.ts';
import type { DeploymentEvent } from '../domain/deployment/event.ts';
import type { Emission, Emissions, Sink } from '../ports/emissions.ts';
import { isOfDeployment } from '../ports/event.ts';
import type { LedgerLine, Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';

/** What a kind of sink is told of an event; `ledger` is read only when asked for. */
export interface Teller {
  readonly sink: Sink;
  tell(
    event: DeploymentEvent,
    d: Deployment,
    ledger: () => Promise<readonly LedgerLine[]>,
  ): Promise<readonly Pick<Emission, 'key' | 'body'>[]>;
}

const BATCH = 50;

/**
 * Notes what machines outside are to hear of a deployment, and leaves the sending to `drain`: a sink that
 * is away holds up neither the cards nor the deployments.
 */
export function createEmitter(
  tellers: readonly Teller[],
  ports: {
    readonly records: Pick<Records, 'deployment' | 'ledger'>;
    readonly emissions: Emissions;
  },
): { readonly subscribers: readonly Subscriber[]; readonly drain: () => Promise<void> } {
  const { records, emissions } = ports;
  async function on(event: DeploymentEvent): Promise<void> {
    const d = await records.deployment(event.id);
    if (!d) return;
    const told = tellers.map(async ({ sink, tell }) => {
      const all = await tell(event, d, () => records.ledger(d.id));
      return all.map((one) => ({ ...one, key: `${sink.name}:${one.key}`, sink: sink.name }));
    });
    await emissions.add((await Promise.all(told)).flat());
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
    subscribers: tellers.length > 0 ? [subscriber] : [],
    drain: async () => {
      await Promise.all(tellers.map(({ sink }) => drain(sink)));
    },
  };
}
