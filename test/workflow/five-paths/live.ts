import { createHash } from 'node:crypto';
import { createDesk } from '../../../src/commands/create-desk.ts';
import { driveTrain } from '../../../src/commands/drive-train.ts';
import { fireSchedule } from '../../../src/commands/fire-schedule.ts';
import { foreseeing } from '../../../src/commands/power-of.ts';
import { readerOf } from '../../../src/commands/reader.ts';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { findPerson, personOfAccount } from '../../../src/domain/catalog/find.ts';
import { type Deployment, isDue } from '../../../src/domain/deployment/deployment.ts';
import type { ScheduleId } from '../../../src/domain/governance/schedule.ts';
import type { Actor } from '../../../src/domain/kernel/actor.ts';
import type { Refusal } from '../../../src/domain/kernel/refusal.ts';
import type { Target } from '../../../src/domain/kernel/target.ts';
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
import { recordsBeyond } from './beyond.ts';
import type { Act, Rules } from './draw.ts';
import { createHeard, hear } from './heard.ts';
import { createLaw, type Found, VERSIONS, WROTE } from './law.ts';
import type { Way } from './ways.ts';

const MINUTE_MS = 60_000;
const MOST = 50;

export type Name = 'ana' | 'bo' | 'chen' | 'dana' | 'eli';

/** Breaks what the history lives in, so that the law has something to find. */
export type Tamper = (ctx: Context) => Context;

/** Lives one history through the desk, the real loop and a world in memory; answers what the law saw of it, and of so many minutes more. */
export async function live(
  drawn: Rules,
  catalog: Catalog,
  acts: readonly Act[],
  tamper: Tamper = (ctx) => ctx,
  afterwards = 30,
): Promise<Found> {
  let now = Date.parse(drawn.beginning);
  const heard = createHeard();
  const paths = new Map<string, string>();
  const orders = new Map<string, Way>();
  const wayOf = (d: Deployment): { readonly path: string; readonly way: Way } => {
    if (d.schedule) return { path: 'schedule', way: orders.get(d.schedule.id) ?? 'scheduled' };
    if (d.train) return { path: 'train', way: 'train' };
    const path = paths.get(d.id) ?? 'manual';
    return { path, way: WAY_OF[path] ?? 'manual' };
  };
  const law = createLaw(drawn, heard, wayOf, () => now);
  const plain = createMemory(() => instant(now), law.seen);
  const memory = { ...plain, records: recordsBeyond(plain.records, drawn, () => instant(now)) };
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
    return {
      actor: actorIn(catalog, personOfAccount(catalog, account)?.id ?? ''),
      confirmed: true,
    };
  };

  /** Everything that is due once; how much that was. */
  async function turn(): Promise<number> {
    const due = memory.deployments().filter((d) => isDue(d, instant(now)));
    for (const { id } of due) await advance(ctx, id, 'one');
    const dueOrders = await ctx.records.dueSchedules(instant(now), MOST);
    for (const id of dueOrders) await fires(id);
    const trains = await ctx.records.dueDepartures(instant(now), MOST);
    for (const id of trains) await departs(id);
    return due.length + dueOrders.length + trains.length;
  }
  async function fires(id: ScheduleId): Promise<void> {
    await fireSchedule(ctx, identify, id);
    const s = await ctx.records.schedule(id);
    if (!s) return;
    const says = s.delayed ?? (s.last?.what === 'asked' ? '' : (s.last?.why ?? ''));
    const about = { service: s.service, requestedBy: s.by };
    law.held(id, { way: orders.get(id) ?? 'scheduled', says, about });
  }
  async function departs(id: string): Promise<void> {
    const before = await ctx.records.departure(id);
    await driveTrain(ctx, identify, id);
    const d = await ctx.records.departure(id);
    const aboard = before?.riders.filter(({ state }) => state === 'aboard') ?? [];
    for (const { service } of aboard) {
      const off = d?.riders.find((one) => one.service === service && one.state === 'off');
      const about = { service, requestedBy: off?.by ?? '' };
      if (off) law.held(`${id} ${service}`, { way: 'train', says: off.why ?? '', about });
    }
  }
  async function work(): Promise<void> {
    for (let round = 0; round < 5; round += 1) if ((await turn()) === 0) break;
    for (const row of memory.deployments()) {
      const waits = row.status === 'pending' && row.environment === 'production';
      const says = row.waiting.map(({ why }) => why).join('; ');
      if (waits) law.held(row.id, { way: wayOf(row).way, says, about: row, row });
    }
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
    const reply = await desk.run(line, actorIn(catalog, name), { channel: null });
    const made = memory
      .deployments()
      .slice(before)
      .find(({ kind }) => kind === 'deploy');
    if (made) paths.set(made.id, pathOf(line));
    for (const { id, every } of await ctx.records.schedules(MOST))
      orders.set(id, every === null ? 'automatic' : 'scheduled');
    if (reply.kind === 'refused') refused(name, line, reply.refusal);
    else hear(heard, line, name, now, about);
  }
  function refused(requestedBy: Name, line: string, { what, why }: Refusal): void {
    const [, service] = /^\/deploy (\w+)@.* to production/.exec(line) ?? [];
    if (service === undefined) return;
    const way = WAY_OF[pathOf(line)] ?? 'manual';
    law.held(line, { way, says: `${what} ${why}`, about: { service, requestedBy } });
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
  await pass(afterwards);
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
  const reads = {
    catalog: () => catalog,
    records: memory.records,
    provider: (target: Target) => chosen(catalog, providers, target),
  };
  return {
    ...reads,
    configurations,
    store: memory.store,
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
    facts: createFacts({ ...reads, configurations, foresees: foreseeing(reads) }),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    settings: { leaseMs: 600_000, withdrawMs: 10_000, requestExpiresMs: 24 * 3_600_000 },
    transcript: { line() {} },
    log: { info() {}, warn() {}, error() {} },
  };
}

/** As the chat would have them. */
function actorIn(catalog: Catalog, id: string): Actor {
  const person = findPerson(catalog, id);
  if (!person) throw new Error(`nobody is called ${id}`);
  return readerOf(catalog, person);
}

/** Those that are not here are by hand. */
const WAY_OF: Readonly<Record<string, Way>> = { flag: 'flag', planned: 'scheduled' };

function wakeOf(d: Deployment): number | null {
  return d.status === 'pending' || d.status === 'running' ? d.wakeAt : null;
}

function pathOf(line: string): string {
  if (line.startsWith('/deploy basket@')) return 'flag';
  if (line.includes(' at ')) return 'planned';
  return /--(queue|replace)/.exec(line)?.[1] ?? (line.includes('--wait') ? 'wait' : 'manual');
}
