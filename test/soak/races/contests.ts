import type { Deployment } from '../../../src/domain/deployment/deployment.ts';
import { createLeases } from '../../../src/store/journal/lease.ts';
import type { Arena, Who } from './arena.ts';
import { exactly } from './laws.ts';

/** One kind of race: what happens at once, and what may not have happened afterwards. */
export interface Contest {
  readonly name: string;
  /** The service it is run with: one whose approval is asked for, or one that asks nobody. */
  readonly asks: 'nobody' | 'approvers';
  run(arena: Arena): Promise<readonly string[]>;
}

async function asked(arena: Arena, version: string, more = ''): Promise<Deployment> {
  const { service, environment } = arena.target;
  await arena.says('ana', `/deploy ${service} ${version} to ${environment}${more}`);
  const newest = (await arena.deployments()).at(-1);
  if (!newest) throw new Error(`${service} ${version} was not created`);
  return newest;
}

function running(all: readonly Deployment[]): number {
  return all.filter((d) => d.status === 'running').length;
}

/** Two to four that wait for one slot are all woken. */
const starts: Contest = {
  name: 'start and start',
  asks: 'nobody',
  async run(arena) {
    const wanted = ['1.1.0', '1.2.0', '1.3.0', '1.1.0'].slice(0, arena.random.between(2, 4));
    const ids: string[] = [];
    for (const version of wanted) ids.push((await asked(arena, version)).id);
    await arena.together(ids.map((id) => () => arena.wakes(id)));
    return exactly('running at most', Math.max(1, running(await arena.deployments())), 1);
  },
};

/** Up to four workers are woken for one deployment, again and again. */
const claims: Contest = {
  name: 'claim and claim',
  asks: 'nobody',
  async run(arena) {
    const { id } = await asked(arena, '1.1.0');
    for (let round = 0; round < 3; round += 1) {
      const workers = arena.random.between(2, 4);
      await arena.together(Array.from({ length: workers }, () => () => arena.wakes(id)));
      arena.passes(1_000);
    }
    await arena.runOut();
    return exactly('started', await arena.recorded('started'), 1);
  },
};

const APPROVERS: readonly Who[] = ['bo', 'chen', 'dana', 'eli'];

/** Approvers press in the same millisecond, each of them twice or a hundred times, and once too late. */
const approvals: Contest = {
  name: 'approve and approve',
  asks: 'approvers',
  async run(arena) {
    const { id } = await asked(arena, '1.1.0');
    const presses = arena.random.between(1, 25) === 1 ? 100 : 2;
    const pressing = APPROVERS.slice(0, arena.random.between(2, 4)).flatMap((who) =>
      Array.from({ length: presses }, () => () => arena.says(who, `/release approve ${id}`)),
    );
    await arena.together([...pressing, () => arena.wakes(id), () => arena.wakes(id)]);
    const [before] = await arena.deployments();
    const people = before?.approvals.map(({ by }) => by) ?? [];
    await arena.together([() => arena.wakes(id), () => arena.wakes(id)]);
    const late = await arena.says('eli', `/release approve ${id}`);
    return [
      ...exactly('people who approved', people.length, new Set(people).size),
      ...exactly('approvals recorded', await arena.recorded('approved'), people.length),
      ...exactly('started', await arena.recorded('started'), 1),
      ...(late.kind === 'refused' ? [] : ['a late approval was taken']),
    ];
  },
};

/** One takes the approval back while others approve and a worker starts it. */
const withdrawals: Contest = {
  name: 'withdraw and start',
  asks: 'approvers',
  async run(arena) {
    const { id } = await asked(arena, '1.1.0');
    await arena.says('bo', `/release approve ${id}`);
    await arena.together([
      () => arena.says('bo', `/release withdraw ${id}`),
      () => arena.says('chen', `/release approve ${id}`),
      () => arena.wakes(id),
      () => arena.wakes(id),
    ]);
    const [d] = await arena.deployments();
    const unapproved = d?.startedAt !== null && (d?.approvals.length ?? 0) < 2;
    if (d?.status === 'pending') {
      await arena.says('dana', `/release approve ${id}`);
      await arena.says('eli', `/release approve ${id}`);
    }
    return unapproved ? [`started with ${d?.approvals.length} of 2 approvals`] : [];
  },
};

/** A person goes back, once or several times at once, while workers go on. */
const rollbacks: Contest = {
  name: 'roll back and step',
  asks: 'nobody',
  async run(arena) {
    const { service, environment } = arena.target;
    const { id } = await asked(arena, '1.1.0');
    const back = () => arena.says('bo', `/rollback ${service} in ${environment}`);
    const presses = Array.from({ length: arena.random.between(1, 3) }, () => back);
    await arena.together([...presses, () => arena.wakes(id), () => arena.wakes(id)]);
    const backs = (await arena.deployments()).filter((d) => d.rollbackOf === id);
    return exactly('rollbacks at most', Math.max(1, backs.length), 1);
  },
};

/** Another version takes its place just as it ends. */
const replacements: Contest = {
  name: 'replace and finish',
  asks: 'nobody',
  async run(arena) {
    const { service, environment } = arena.target;
    const { id } = await asked(arena, '1.1.0');
    if (arena.random.between(1, 2) === 1) {
      await arena.wakes(id);
      arena.passes(1_000);
    }
    const line = `/deploy ${service} 1.2.0 to ${environment} --replace`;
    await arena.together([
      () => arena.says('ana', line),
      () => arena.wakes(id),
      () => arena.wakes(id),
    ]);
    return exactly('running at most', Math.max(1, running(await arena.deployments())), 1);
  },
};

/** People disagree about one deployment while it moves. */
const quarrels: Contest = {
  name: 'pause, resume, abort, skip',
  asks: 'nobody',
  async run(arena) {
    const { id } = await asked(arena, '1.1.0');
    const verbs = ['pause', 'resume', 'abort', 'skip'].map(
      (verb) => () =>
        arena.says('bo', `/release ${verb} ${id}${verb === 'skip' ? ' because soak' : ''}`),
    );
    await arena.together([...verbs, () => arena.wakes(id), () => arena.wakes(id)]);
    await arena.together([...verbs, () => arena.wakes(id)]);
    const backs = (await arena.deployments()).filter((d) => d.rollbackOf === id);
    return exactly('rollbacks at most', Math.max(1, backs.length), 1);
  },
};

/** Four processes carry out one act of the inbox. */
const acts: Contest = {
  name: 'one act, four workers',
  asks: 'nobody',
  async run(arena) {
    const { service, environment } = arena.target;
    const act = `${service}-act`;
    await arena.random
      .pick(arena.pools)
      .query(`INSERT INTO inbox (id, kind, body, received_at) VALUES ($1, 'command', '{}', 0)`, [
        act,
      ]);
    const line = `/deploy ${service} 1.1.0 to ${environment}`;
    await arena.together([1, 2, 3, 4].map(() => () => arena.says('ana', line, act)));
    return exactly('requested', await arena.recorded('requested'), 1);
  },
};

/** A lapsed lease is there for one of them, and raises the fence by one. */
const leases: Contest = {
  name: 'lease and lease',
  asks: 'nobody',
  async run({ pools, target, together }) {
    const at = { now: () => now } as const;
    let now = Date.UTC(2026, 10, 18, 10) as ReturnType<NonNullable<Clocked>['now']>;
    const holders = pools.map((pool) => createLeases({ pool, clock: at }));
    const first = await holders[0]?.claim(target, 'first', 1_000);
    now = (now + 1_000) as typeof now;
    const got: (number | null)[] = [];
    await together(
      holders.map((one, i) => async () => {
        got.push(await one.claim(target, `holder ${i}`, 1_000));
      }),
    );
    const winners = got.filter((epoch) => epoch !== null);
    return [
      ...exactly('holders', winners.length, 1),
      ...exactly('epoch', winners[0] ?? 0, (first ?? 0) + 1),
    ];
  },
};
type Clocked = Exclude<Parameters<typeof createLeases>[0]['clock'], 'database'>;

/** Several take one lock at once, and everybody takes it off at once: one has it, and the ledger has each once. */
const locks: Contest = {
  name: 'lock and unlock',
  asks: 'nobody',
  async run({ pools, target, says, together }) {
    const { service, environment } = target;
    const all = (verb: string) =>
      APPROVERS.map((who) => () => says(who, `/release ${verb} ${service} in ${environment}`));
    await together([...all('lock'), ...all('lock')]);
    await together([...all('unlock'), ...all('lock')]);
    const { rows } = (await pools[0]?.query<{ what: string; n: number }>(
      `SELECT body::json->>'what' AS what, count(*)::int AS n FROM audit_entry
       WHERE subject = $1 GROUP BY 1`,
      [`lock:${service}:${environment}`],
    )) ?? { rows: [] };
    const times = (what: string): number => rows.find((one) => one.what === what)?.n ?? 0;
    const found = await pools[0]?.query<{ token: number; held: boolean }>(
      `SELECT (body->>'token')::int AS token, body->'held' <> 'null'::jsonb AS held FROM lock
       WHERE service = $1 AND environment = $2`,
      [service, environment],
    );
    const { token = 0, held = false } = found?.rows[0] ?? {};
    return [
      ...exactly('token', token, times('locked')),
      ...exactly('locked and not unlocked', times('locked') - times('unlocked'), held ? 1 : 0),
    ];
  },
};

/** Every kind of race. One entry each. */
export const contests: readonly Contest[] = [
  starts,
  claims,
  approvals,
  withdrawals,
  rollbacks,
  replacements,
  quarrels,
  acts,
  leases,
  locks,
];
