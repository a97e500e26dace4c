import { createHash } from 'node:crypto';
import { createDesk } from '../../../src/commands/create-desk.ts';
import { driveTrain } from '../../../src/commands/drive-train.ts';
import { fireSchedule } from '../../../src/commands/fire-schedule.ts';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { personOfAccount } from '../../../src/domain/catalog/find.ts';
import { type Deployment, isDue } from '../../../src/domain/deployment/deployment.ts';
import type { Actor } from '../../../src/domain/kernel/actor.ts';
import { instant } from '../../../src/domain/kernel/time.ts';
import { createFacts } from '../../../src/facts/gather.ts';
import type { Context } from '../../../src/ports/context.ts';
import type { Identify } from '../../../src/ports/identify.ts';
import { chosen } from '../../../src/providers/chosen.ts';
import { createFlagsProvider } from '../../../src/providers/flags/index.ts';
import { advance } from '../../../src/workflow/advance.ts';
import { createFakeWorld, type FakeWorld } from '../../fakes/fake-world.ts';
import { createMemoryStandings } from '../../fakes/flag-standings.ts';
import { createMemory, type Memory } from '../../fakes/in-memory.ts';
import type { Act, Rules } from './draw.ts';
import { createHeard, hear } from './heard.ts';
import { createLaw, type Found, VERSIONS, WROTE } from './law.ts';

const MINUTE_MS = 60_000;
const MOST = 50;

function actor(id: string, groups: readonly string[]): Actor {
  return { id, account: `U${id}`, name: id, kind: 'member', groups };
}
const PEOPLE = {
  ana: actor('ana', ['deployers']),
  bo: actor('bo', ['deployers', 'sre', 'platform']),
  chen: actor('chen', ['deployers', 'platform', 'shop-owners']),
  dana: actor('dana', ['deployers', 'release-managers']),
  eli: actor('eli', ['deployers', 'shop-owners']),
};
export type Name = keyof typeof PEOPLE;

/** Breaks what the history lives in, so that the law has something to find. */
export type Tamper = (ctx: Context) => Context;

/** Lives one history through the desk, the real loop and a world in memory; answers what the law saw of it. */
export async function live(
  drawn: Rules,
  catalog: Catalog,
  acts: readonly Act[],
  tamper: Tamper = (ctx) => ctx,
): Promise<Found> {
  let now = Date.parse(drawn.beginning);
  const heard = createHeard();
  const paths = new Map<string, string>();
  const law = createLaw(
    drawn,
    heard,
    (d) => (d.schedule ? 'schedule' : d.train ? 'train' : (paths.get(d.id) ?? 'manual')),
    () => now,
  );
  const memory = createMemory(() => instant(now), law.seen);
  const versions = VERSIONS.map((version) => ({
    service: 'shop',
    version,
    changes: [version],
    authors: [WROTE[version] ?? 'eli'],
  }));
  const world = createFakeWorld({ versions, clock: { now: () => now }, name: 'fleet' });
  const ctx = tamper(contextOf(catalog, memory, world));
  const desk = createDesk(ctx);
  const identify: Identify = async (account) => {
    const id = personOfAccount(catalog, account)?.id ?? '';
    const known = Object.entries(PEOPLE).find(([name]) => name === id)?.[1];
    return { actor: known ?? actor(id, []), confirmed: true };
  };

  /** Everything that is due once; how much that was. */
  async function turn(): Promise<number> {
    const due = memory.deployments().filter((d) => isDue(d, instant(now)));
    for (const { id } of due) await advance(ctx, id, 'one');
    const orders = await ctx.records.dueSchedules(instant(now), MOST);
    for (const id of orders) await fireSchedule(ctx, identify, id);
    const trains = await ctx.records.dueDepartures(instant(now), MOST);
    for (const id of trains) await driveTrain(ctx, identify, id);
    return due.length + orders.length + trains.length;
  }
  async function work(): Promise<void> {
    for (let round = 0; round < 5; round += 1) if ((await turn()) === 0) return;
  }
  async function pass(minutes: number): Promise<void> {
    const end = now + minutes * MINUTE_MS;
    while (now < end) {
      const wakes = [...memory.deployments().flatMap((d) => wakeOf(d) ?? []), ...memory.wakes()];
      now = Math.max(now + 1, Math.min(end, ...wakes.filter((at) => at > now)));
      await work();
    }
  }
  async function say(name: Name, line: string, about: Deployment | null = null): Promise<void> {
    const before = memory.deployments().length;
    const reply = await desk.run(line, PEOPLE[name], { channel: null });
    const made = memory
      .deployments()
      .slice(before)
      .find(({ kind }) => kind === 'deploy');
    if (made) paths.set(made.id, pathOf(line));
    if (reply.kind !== 'refused') hear(heard, line, name, now, about);
  }
  /** About the newest that still waits, or else runs. */
  async function does(name: Name, what: string): Promise<void> {
    const own = memory.deployments().filter((one) => one.environment === 'production');
    const [verb = ''] = what.split(' ');
    const first = ['pause', 'resume'].includes(verb) ? 'running' : 'pending';
    const second = verb === 'break-glass' ? 'running' : first;
    const d =
      own.findLast(({ status }) => status === first) ??
      own.findLast(({ status }) => status === second);
    if (d) await say(name, `/release ${verb} ${d.id}${what.slice(verb.length)}`, d);
  }
  async function act(one: Act): Promise<void> {
    if ('minutes' in one) return pass(one.minutes);
    if ('away' in one) now += one.away * MINUTE_MS;
    else if ('does' in one) await does(one.by, one.does);
    else if ('says' in one) await say(one.by, one.says);
    else if ('rebuild' in one) world.rebuild('shop', one.rebuild);
    else {
      const answer = { kind: 'failed', why: one.fault, retryable: true } as const;
      world.fault({ call: 'shift', kind: 'answer', answer });
    }
  }

  for (const one of acts) {
    await act(one);
    now += 1_000;
    await work();
  }
  await pass(30);
  return law.found;
}

/** All that a history reaches, in memory. */
export function contextOf(catalog: Catalog, memory: Memory, world: FakeWorld): Context {
  const nobody = async (): Promise<never> => {
    throw new Error('nobody asks this here');
  };
  const flags = createFlagsProvider(createMemoryStandings());
  const providers = new Map([world.provider, flags].map((one) => [one.name, one]));
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
      factors: {
        standing: nobody,
        enrolled: nobody,
        present: nobody,
        enrol: nobody,
        revoke: nobody,
      },
      passes: { link: nobody, enter: nobody, bearerOf: nobody, leave: nobody },
      calendarLinks: { make: nobody, revoke: nobody, personOf: nobody },
    },
    provider: (target) => chosen(catalog, providers, target),
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
  if (line.startsWith('/deploy basket@')) return 'flag';
  if (line.includes(' at ')) return 'planned';
  return /--(queue|replace)/.exec(line)?.[1] ?? (line.includes('--wait') ? 'wait' : 'manual');
}
