import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Reply } from '../../../src/commands/command.ts';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { type Deployment, isOver } from '../../../src/domain/deployment/deployment.ts';
import { instant } from '../../../src/domain/kernel/time.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import { createFakeWorld, type FakeWorld } from '../../fakes/fake-world.ts';
import { createFakeClock } from '../../stories/fake-clock.ts';
import { incarnate, type Process } from '../in-process/incarnate.ts';
import { ENVIRONMENT, only, type PEOPLE, person } from '../in-process/organisation.ts';
import { release } from '../kills/demands.ts';
import type { Random } from '../random.ts';

export type Who = (typeof PEOPLE)[number];

/** One target that several processes fight for, each with connections of its own. */
export interface Arena {
  readonly target: { readonly service: string; readonly environment: string };
  readonly world: FakeWorld;
  readonly random: Random;
  readonly pools: readonly Pool[];
  /** Says a line in any of the processes. */
  says(who: Who, line: string, act?: string): Promise<Reply>;
  /** A worker of any of the processes is woken for a deployment. */
  wakes(id: string): Promise<void>;
  /** All of it begins within a few milliseconds, in any order; waits for all. */
  together(contestants: readonly (() => Promise<unknown>)[]): Promise<void>;
  deployments(): Promise<readonly Deployment[]>;
  /** How often the ledger says this of a deployment of the target. */
  recorded(what: string): Promise<number>;
  /** Time passes until all is over; people free what is held. */
  runOut(): Promise<void>;
  passes(ms: number): void;
  /** Errors that reached whoever asked, in words. */
  readonly unanswered: readonly string[];
}

const MOST_TURNS = 200;
const JITTER_MS = 20;

export function openArena(
  ground: { readonly pools: readonly Pool[]; readonly catalog: Catalog },
  { copied, service, random }: { copied: string; service: string; random: Random },
): Arena & { close(): Promise<void> } {
  const { pools } = ground;
  const target = { service, environment: ENVIRONMENT };
  const clock = createFakeClock(instant(Date.UTC(2026, 10, 18, 10)));
  const versions = ['1.0.0', '1.1.0', '1.2.0', '1.3.0'].map((version) => ({ service, version }));
  const world = createFakeWorld({ versions, clock, name: 'fleet' });
  const catalog = only(ground.catalog, copied, service);
  const provider = unhurried(world.provider, random);
  const processes = pools.map((pool) => incarnate({ pool, clock, provider, catalog }));
  const unanswered: string[] = [];
  const any = (): Process => random.pick(processes);
  const pool = random.pick(pools);
  const note = (error: unknown): void => void unanswered.push(`${service}: ${error}`);
  async function deployments(): Promise<readonly Deployment[]> {
    const query = 'SELECT body FROM deployment WHERE service = $1 ORDER BY number';
    const { rows } = await pool.query<{ body: Deployment }>(query, [service]);
    return rows.map(({ body }) => body);
  }
  const arena: Arena = {
    target,
    world,
    random,
    pools,
    unanswered,
    deployments,
    says: (who, line, act) =>
      any().fairway.desk.run(line, person(who), { channel: null, ...(act ? { act } : {}) }),
    wakes: (id) => any().fairway.runners.advance(id),
    async together(contestants) {
      const all = contestants.map(async (one) => {
        await sleep(random.between(0, JITTER_MS));
        await one();
      });
      for (const ended of await Promise.allSettled(all)) {
        if (ended.status === 'rejected') note(ended.reason);
      }
    },
    async recorded(what) {
      const { rows } = await pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM audit_entry
         WHERE subject IN (SELECT id FROM deployment WHERE service = $1) AND body::json->>'what' = $2`,
        [service, what],
      );
      return rows[0]?.n ?? 0;
    },
    passes: clock.advance,
    runOut: () => runOut(arena, note),
  };
  return {
    ...arena,
    async close() {
      for (const process of processes) await process.stop();
    },
  };
}

async function runOut(arena: Arena, note: (error: unknown) => void): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const open = (await arena.deployments()).filter((d) => !isOver(d));
    if (open.length === 0) return;
    for (const d of open) {
      const turned = d.hold
        ? arena.says('bo', `/release ${release(d)} ${d.id}`)
        : arena.wakes(d.id);
      await turned.catch(note);
    }
    arena.passes(1_000);
  }
}

/** Each effect takes a moment, so that others can act while it is on its way. */
function unhurried(real: Provider, random: Random): Provider {
  const { deployer } = real;
  const pause = (): Promise<void> => sleep(random.between(0, 2));
  return {
    ...real,
    deployer: {
      ...deployer,
      prestage: (...asked) => pause().then(() => deployer.prestage(...asked)),
      start: (...asked) => pause().then(() => deployer.start(...asked)),
      shift: (...asked) => pause().then(() => deployer.shift(...asked)),
      finish: (...asked) => pause().then(() => deployer.finish(...asked)),
    },
  };
}
