import type { Placement } from '../domain/catalog/catalog.ts';
import {
  intendSetting,
  notSet,
  type Stand,
  settingKey,
  settled,
} from '../domain/deployment/astray.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { DeploymentChange } from '../domain/deployment/moves.ts';
import { hideCredentials } from '../domain/kernel/credentials.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Call, Effect } from '../ports/deployer.ts';
import type { Provider } from '../ports/provider.ts';
import { lastOf, renewing } from './drive.ts';
import { ownersOf } from './hold-running.ts';

export interface SetAgain
  extends Pick<
    Context,
    'catalog' | 'journal' | 'log' | 'records' | 'settings' | 'store' | 'transcript'
  > {
  /** A name that no other claim of a lease has. */
  readonly newHolder: () => string;
}

/** Where it is set again, and how that is seen. */
interface There {
  readonly provider: Provider;
  readonly placement: Placement;
  readonly standOf: () => Promise<Stand>;
}

/**
 * Sets the traffic of what stands still where its plan put it, as any effect is made: by whoever has the lease, under
 * its fence, with the intent recorded before and the outcome after. A rollback raises the fence, and this is refused.
 * @returns whether the next turn has something to look after
 */
export async function setAgain(
  ports: SetAgain,
  there: There,
  d: Deployment,
  seen: Stand,
): Promise<boolean> {
  const { journal, settings } = ports;
  const holder = ports.newHolder();
  const epoch = await journal.leases.claim(d, holder, settings.leaseMs);
  if (epoch === null) return true; // somebody else has it in hand
  const stopRenewing = renewing(ports, d, { holder, epoch });
  try {
    return await setUnder(ports, there, epoch, d, seen);
  } finally {
    stopRenewing();
    await journal.leases.release(d, holder);
  }
}

async function setUnder(
  ports: SetAgain,
  there: There,
  epoch: number,
  d: Deployment,
  seen: Stand,
): Promise<boolean> {
  async function write(before: Deployment, decide: Decide): Promise<Deployment | null> {
    const about = { target: d, deployment: d.id, epoch };
    const recorded = await ports.store.change(about, ({ deployment, now }) =>
      deployment?.revision === before.revision ? decide(deployment, now) : null,
    );
    return recorded.kind === 'recorded' ? lastOf(recorded, d.id) : null;
  }
  const isIntended = d.progress.astray?.how === 'lost';
  const begun = isIntended
    ? await unmoved(ports, d)
    : await write(d, (one, now) => intendSetting(one, seen, now));
  const astray = begun?.progress.astray;
  if (!begun || !astray) return false; // it moved while we looked
  const { wanted } = seen;
  const asked = { epoch, key: settingKey(begun, astray), resumed: isIntended, wanted };
  const effect = await ask(ports, there, asked, begun);
  if (effect.kind === 'running') return true;
  if (effect.kind === 'fenced') {
    ports.log.warn({ deployment: d.id }, 'a newer decision has this target');
    return false;
  }
  const after = effect.kind === 'done' ? await there.standOf() : null;
  if (after?.isSettled && !after.isForgotten)
    return (await write(begun, (one, now) => settled(one, after, now))) === null;
  const asks = begun.hold?.asks.length ? begun.hold.asks : ownersOf(ports.catalog(), begun);
  const failed = effect.kind === 'done' ? unseen(there, d) : whyOf(effect);
  const left = await write(begun, (one, now) => notSet(one, failed, { wanted, asks }, now));
  return left !== null && left.progress.astray?.failed === undefined;
}

type Decide = (d: Deployment, now: Instant) => DeploymentChange | null;

/** Nobody moved it before the lease was ours, and now nobody else can. */
async function unmoved({ records }: SetAgain, d: Deployment): Promise<Deployment | null> {
  const now = await records.deployment(d.id);
  return now?.revision === d.revision ? now : null;
}

function ask(
  { transcript }: SetAgain,
  { provider, placement }: There,
  { wanted, ...asked }: Pick<Call, 'epoch' | 'key' | 'resumed'> & Pick<Stand, 'wanted'>,
  d: Deployment,
): Promise<Effect> {
  const { service, environment, channel } = d;
  const attempt = { service, environment, deployment: d.id, key: asked.key, channel };
  const patienceMs = provider.patienceAt?.(placement.target, 'shift') ?? provider.patienceMs;
  const call = {
    ...{ service, environment, placement: placement.target, ...asked },
    signal: AbortSignal.timeout(patienceMs),
    log: (line: string) => transcript.line(attempt, line),
  };
  return provider.deployer.shift(call, d.artifact, d.previous, wanted);
}

interface Failure {
  readonly why: string;
  readonly retryable: boolean;
}

function unseen({ provider }: There, { service, environment }: Deployment): Failure {
  const why = `${provider.name} said it was done, and ${service} in ${environment} does not show it`;
  return { why, retryable: true };
}

function whyOf(effect: Extract<Effect, { kind: 'failed' | 'unknown' }>): Failure {
  const retryable = effect.kind === 'failed' && effect.retryable;
  return { why: hideCredentials(effect.why), retryable };
}
