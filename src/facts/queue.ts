import { type Deployment, subjectOf } from '../domain/deployment/deployment.ts';
import { expectedMs } from '../domain/deployment/expected.ts';
import type { Queued } from '../domain/gates/facts.ts';
import { letsPass } from '../domain/governance/lock.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Fact, Sources } from './fact.ts';
import { locksOver } from './locks.ts';

const MOST = 50;
/** What ends without anybody deciding about the deployment: one that waits for more is not in the queue. */
const FOR_THE_PLACE: ReadonlySet<string> = new Set(['lock', 'turn', 'slot', 'environment-full']);

/** Who else wants the target and only waits for it to be free. */
export const queue: Fact<'queue'> = {
  name: 'queue',
  async read(sources, { id, service, environment }, at) {
    const filter = { statuses: ['pending'], service, environment, limit: MOST } as const;
    const pending = await sources.records.deployments(filter);
    const others = pending.filter((d) => d.id !== id && waitsForThePlace(d));
    if (others.length === 0) return [];
    const typical = await sources.records.typicalTimes([service], environment);
    const takesMs = (d: Deployment): number => expectedMs(d.plan, typical.get(service));
    return Promise.all(
      others.map(async (d) => ({ ...(await queued(sources, d, at)), takesMs: takesMs(d) })),
    );
  },
};

function waitsForThePlace({ waiting }: Deployment): boolean {
  return waiting.length > 0 && waiting.every(({ code }) => FOR_THE_PLACE.has(code));
}

async function queued(sources: Sources, d: Deployment, at: Instant): Promise<Queued> {
  const over = await locksOver(sources, d, at);
  const held = over.some((lock) => !letsPass(lock, subjectOf(d)));
  return { id: d.id, fixes: d.fixes ?? null, held };
}
