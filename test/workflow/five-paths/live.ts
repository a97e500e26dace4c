import { createHash } from 'node:crypto';
import { createDesk } from '../../../src/commands/create-desk.ts';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { type Deployment, isDue } from '../../../src/domain/deployment/deployment.ts';
import type { Actor } from '../../../src/domain/kernel/actor.ts';
import { instant } from '../../../src/domain/kernel/time.ts';
import { createFacts } from '../../../src/facts/gather.ts';
import type { Context } from '../../../src/ports/context.ts';
import { advance } from '../../../src/workflow/advance.ts';
import { createFakeWorld, type FakeWorld } from '../../fakes/fake-world.ts';
import { createMemory, type Memory } from '../../fakes/in-memory.ts';
import type { Act, Rules } from './draw.ts';
import { type ByHand, createLaw, type Found } from './law.ts';

const MINUTE_MS = 60_000;
const VERSIONS = ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0'];

function actor(id: string, groups: readonly string[]): Actor {
  return { id, account: `U${id}`, name: id, kind: 'member', groups };
}
const ANA = actor('ana', ['deployers']);
const BO = actor('bo', ['deployers', 'sre', 'platform']);

/** Lives one history through the desk, the real loop and a world in memory; answers what the law saw of it. */
export async function live(drawn: Rules, catalog: Catalog, acts: readonly Act[]): Promise<Found> {
  let now = Date.parse(drawn.beginning);
  const byHand: ByHand[] = [];
  const paths = new Map<string, string>();
  const law = createLaw(
    drawn,
    byHand,
    ({ id }) => paths.get(id) ?? 'manual',
    () => now,
  );
  const memory = createMemory(() => instant(now), law.seen);
  const versions = VERSIONS.map((version) => ({ service: 'shop', version }));
  const world = createFakeWorld({ versions, clock: { now: () => now }, name: 'fleet' });
  const ctx = contextOf(catalog, memory, world);
  const desk = createDesk(ctx);

  async function work(): Promise<void> {
    for (let round = 0; round < 5; round += 1) {
      const due = memory.deployments().filter((d) => isDue(d, instant(now)));
      for (const { id } of due) await advance(ctx, id, 'one');
      if (due.length === 0) return;
    }
  }
  async function pass(minutes: number): Promise<void> {
    const end = now + minutes * MINUTE_MS;
    while (now < end) {
      const wakes = memory.deployments().flatMap((d) => wakeOf(d) ?? []);
      now = Math.max(now + 1, Math.min(end, ...wakes.filter((at) => at > now)));
      await work();
    }
  }
  async function say(line: string): Promise<void> {
    const before = memory.deployments().length;
    const by = line.includes('blackout end') || !line.startsWith('/') ? BO : ANA;
    const reply = await desk.run(line, by, { channel: null });
    const made = memory
      .deployments()
      .slice(before)
      .find(({ kind }) => kind === 'deploy');
    if (made) paths.set(made.id, pathOf(line));
    if (reply.kind !== 'refused') note(line, now, byHand);
  }
  async function does(what: string): Promise<void> {
    const status = what === 'approve' ? 'pending' : 'running';
    const d = memory.deployments().findLast((one) => one.status === status);
    if (d) await desk.run(`/release ${what} ${d.id}`, BO, { channel: null });
  }
  async function act(one: Act): Promise<void> {
    if (typeof one === 'object') {
      if ('minutes' in one) return pass(one.minutes);
      now += one.away * MINUTE_MS;
    } else if (one === 'fault') {
      const answer = { kind: 'failed', why: 'busy', retryable: true } as const;
      world.fault({ call: 'shift', kind: 'answer', answer });
    } else await (one.startsWith('/') ? say(one) : does(one));
  }

  for (const one of acts) {
    await act(one);
    now += 1_000;
    await work();
  }
  await pass(30);
  return law.found;
}

function contextOf(catalog: Catalog, memory: Memory, world: FakeWorld): Context {
  const nobody = async (): Promise<never> => {
    throw new Error('nobody asks this here');
  };
  const configurations = { at: async () => catalog } as unknown as Context['configurations'];
  return {
    catalog: () => catalog,
    configurations,
    store: memory.store,
    records: memory.records,
    journal: {
      leases: memory.leases,
      contacts: {
        calling: async () => {},
        signs: nobody,
        watched: async () => [],
        note: async () => {},
      },
      factors: { standing: nobody, present: nobody, enrol: nobody, revoke: nobody },
      calendarLinks: { make: nobody, revoke: nobody, personOf: nobody },
    },
    provider: () => world.provider,
    facts: createFacts({ records: memory.records, catalog: () => catalog, configurations }),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    settings: { leaseMs: 600_000, withdrawMs: 10_000, requestExpiresMs: 24 * 3_600_000 },
    transcript: { line() {} },
    log: { info() {}, warn() {}, error() {} },
  };
}

function wakeOf(d: Deployment): number | null {
  return d.status === 'pending' || d.status === 'running' ? d.wakeAt : null;
}

function pathOf(line: string): string {
  if (line.includes(' at ')) return 'planned';
  return /--(queue|replace)/.exec(line)?.[1] ?? (line.includes('--wait') ? 'wait' : 'manual');
}

/** What the law must know of a blackout that was made, made longer, or ended. */
function note(line: string, now: number, byHand: ByHand[]): void {
  const [, service = '*', minutes] = / add (?:(\w+) in )?production for (\d+)m/.exec(line) ?? [];
  const held = byHand.find((one) => one.service === service && one.until > now);
  if (line.includes('blackout end') && held) held.until = now;
  if (minutes === undefined) return;
  const until = now + Number(minutes) * MINUTE_MS;
  if (held) held.until = Math.max(held.until, until);
  else byHand.push({ service, from: now, until });
}
