import {
  type Deployment,
  type DeploymentId,
  isDue,
  stepKey,
} from '../domain/deployment/deployment.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Context } from '../ports/context.ts';
import type { Moment } from '../ports/records.ts';
import type { Recorded } from '../ports/store.ts';
import { joinDeployment } from '../ports/trace.ts';

/** One run of `advance`: its lease on the target, and which intent it recorded itself. */
export interface Drive {
  readonly holder: string;
  /** The fence held, or null while nothing runs that would need one. */
  epoch(): number | null;
  /** The deployment when there is something to do for it now, its target leased when it runs; else null. */
  take(): Promise<Moment | null>;
  /** What to go on with after a change to `before` was recorded, or was not. */
  goOn(before: Deployment, recorded: Recorded): Promise<Moment | null>;
  /** The current effect may have been asked for already, by whoever recorded its intent. */
  isResumed(d: Deployment): boolean;
  end(): Promise<void>;
}

export function startDrive(ctx: Context, id: DeploymentId, holder: string): Drive {
  const { leaseMs } = ctx.settings;
  let epoch: number | null = null;
  let intended: string | null = null;
  let stopRenewing = (): void => {};

  function hold(target: Target, held: number): void {
    stopRenewing();
    epoch = held;
    stopRenewing = renewing(ctx, target, { holder, epoch: held });
  }
  function letGo(): null {
    stopRenewing();
    epoch = null;
    return null;
  }
  async function due(): Promise<Moment | null> {
    const at = await ctx.records.asOf(id);
    return at && isDue(at.deployment, at.now) ? at : null;
  }
  async function take(): Promise<Moment | null> {
    const at = await due();
    if (at) joinDeployment(at.deployment);
    if (at?.deployment.status !== 'running' || epoch !== null) return at;
    const claimed = await ctx.journal.leases.claim(at.deployment, holder, leaseMs);
    if (claimed === null) return null;
    hold(at.deployment, claimed);
    return due(); // whoever held it before may have moved it since we looked
  }
  /** The change gave the lease back by itself, or took it: `row` is what it left. */
  function goOnWith(before: Deployment, row: Deployment, at: Told): Moment | null {
    if (!isDue(row, at.now)) return letGo();
    const isAnother = !isIntended(before) || stepKey(row) !== stepKey(before);
    intended = isIntended(row) && isAnother ? stepKey(row) : null;
    if (row.status === 'running' && epoch === null) hold(row, at.epoch);
    return { deployment: row, now: at.now };
  }
  async function goOn(before: Deployment, recorded: Recorded): Promise<Moment | null> {
    if (recorded.kind === 'fenced') return letGo();
    const row = recorded.kind === 'recorded' ? lastOf(recorded, id) : null;
    if (recorded.kind === 'recorded' && row) return goOnWith(before, row, recorded);
    intended = null;
    return take();
  }
  return {
    holder,
    epoch: () => epoch,
    take,
    goOn,
    isResumed: (d) => intended !== stepKey(d),
    async end() {
      const mine = epoch !== null;
      letGo();
      const d = mine ? await ctx.records.deployment(id) : null;
      if (d) await ctx.journal.leases.release(d, holder);
    },
  };
}

type Told = Extract<Recorded, { kind: 'recorded' }>;

/** The deployment as a change left it; null where the change was not about it. */
export function lastOf({ rows }: Told, id: DeploymentId): Deployment | null {
  const own = rows.flatMap((r) => (r.table === 'deployment' && r.row.id === id ? [r.row] : []));
  return own.at(-1) ?? null;
}

function isIntended(d: Deployment): boolean {
  return d.status === 'running' && d.progress.phase === 'intent';
}

/** Keeps the lease alive while a provider takes its time. */
export function renewing(
  ctx: Pick<Context, 'journal' | 'log' | 'settings'>,
  target: Target,
  held: { readonly holder: string; readonly epoch: number },
): () => void {
  const { leaseMs } = ctx.settings;
  const timer = setInterval(
    () => {
      ctx.journal.leases.renew(target, held, leaseMs).catch((error: unknown) => {
        ctx.log.warn({ ...target, error: String(error) }, 'lease not renewed');
      });
    },
    Math.max(100, leaseMs / 3),
  );
  return () => clearInterval(timer);
}
