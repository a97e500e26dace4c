/**
 * One request against a rule book nobody should have: 1,000 windows of every kind (`rules/windows.ts`), a tenth of
 * which speak of what it is about, and 5,000 approval rules, over 200 services in 5 environments. Timed is what a
 * request costs in decisions: the plan with its gates and every rule resolved to people, the facts and the rulings,
 * and the request itself with its end. What the database would answer is answered at once. `node bench/rules.ts`.
 */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Catalog, Environment, Service } from '../src/domain/catalog/catalog.ts';
import { type Ask, draft } from '../src/domain/deployment/draft.ts';
import { request } from '../src/domain/deployment/request.ts';
import { askGates, type Gather } from '../src/domain/gates/index.ts';
import { BreakGlassRule } from '../src/domain/governance/break-glass.ts';
import type { Closures } from '../src/domain/governance/calendar-copies.ts';
import { closingsAt } from '../src/domain/governance/closing.ts';
import { covers } from '../src/domain/governance/window.ts';
import { isRefusal } from '../src/domain/kernel/refusal.ts';
import { type Instant, instant, plus } from '../src/domain/kernel/time.ts';
import { defaultStrategy } from '../src/domain/strategies/index.ts';
import { Criteria } from '../src/domain/verdict/criteria.ts';
import { createFacts } from '../src/facts/gather.ts';
import type { Records } from '../src/ports/records.ts';
import { type Figure, percentile, say, short, table } from './figure.ts';
import { closuresIn, windowsOver } from './rules/windows.ts';

const RULES = 5_000;
const SERVICES = 200;
const PEOPLE = 400;
const GROUPS = 100;
const ENVIRONMENTS = ['dev', 'test', 'staging', 'canary', 'production'];
const REQUESTS = 1_500;
const WARMING = 100;
const AIM_MS = 20;
/** By the first word of what closes. */
const KINDS = ['release', 'repeated', 'single', 'holiday', 'calendar'];
const REQUEST = { id: 'D-1', replaces: null, expiresMs: 86_400_000, canonicalLine: '' } as const;
/** A Wednesday in November; each request asks at a moment of its own. */
const BEGIN: Instant = instant(Date.UTC(2026, 10, 18, 10));
const HOUR_MS = 3_600_000;

const pick = <T>(all: readonly T[], i: number): T => all[i % all.length] as T;
const placement = { strategy: defaultStrategy('canary'), criteria: Criteria.parse({}), target: {} };

/** Spread so that each service has some of them in each environment. */
function placed(i: number): string {
  return `service-${Math.floor(i / ENVIRONMENTS.length) % SERVICES}`;
}

function environment(name: string, i: number): Environment {
  return {
    name,
    aliases: [],
    order: i + 1,
    protected: true,
    region: 'eu',
    provider: 'fleet',
    slots: 50,
    zone: 'UTC',
    deployers: [],
  };
}

function service(i: number): Service {
  return {
    name: `service-${i}`,
    aliases: [],
    owners: [`group-${i % GROUPS}`],
    tier: 2,
    tags: [`tag-${i % 20}`],
    capability: null,
    environments: Object.fromEntries(ENVIRONMENTS.map((name) => [name, placement])),
  };
}

function catalogOf(): Catalog {
  const count = (n: number) => Array.from({ length: n }, (_, i) => i);
  return {
    version: 'bench',
    organisation: 'Bench',
    channel: '#deploys',
    environments: ENVIRONMENTS.map(environment),
    services: count(SERVICES).map(service),
    people: count(PEOPLE).map((i) => ({
      id: `person-${i}`,
      name: `Person ${i}`,
      accounts: [`U${i}`],
      zone: null,
    })),
    groups: count(GROUPS).map((i) => ({
      name: `group-${i}`,
      members: count(8).map((n) => `person-${(i * 7 + n) % PEOPLE}`),
      mention: null,
    })),
    approvals: count(RULES).map((i) => ({
      name: `rule ${i}`,
      environments: [pick(ENVIRONMENTS, i)],
      ...(i % 11 === 0 ? { tags: [`tag-${i % 20}`] } : { services: [placed(i)] }),
      groups: ['owners', `group-${i % GROUPS}`],
      quorum: 1 + (i % 2),
    })),
    ...windowsOver({ environments: ENVIRONMENTS, service: placed }),
    breakGlass: BreakGlassRule.parse({}),
  };
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function asking(catalog: Catalog, i: number): Ask {
  return {
    service: pick(catalog.services, i * 7),
    environment: pick(catalog.environments, i),
    placement,
    strategy: placement.strategy,
    artifact: { version: '2', digest: `sha256:${'b'.repeat(64)}` },
    previous: { version: '1', digest: `sha256:${'a'.repeat(64)}` },
    requestedBy: `person-${i % PEOPLE}`,
    because: null,
    channel: null,
    withdrawMs: 10_000,
  };
}

function factsOf(catalog: Catalog, closures: () => Closures): Gather {
  const records = {
    locksAt: async () => [],
    blackouts: async () => [],
    breakers: async () => [],
    closures: async () => closures(),
    deployments: async () => [],
    occupants: async () => [],
    isVerified: async () => true,
  } satisfies Partial<Records>;
  return createFacts({
    catalog: () => catalog,
    configurations: { at: async () => catalog },
    records: records as unknown as Records,
    foresees: async () => null,
  });
}

/** Milliseconds of each request, one after the other as they would come, and of the processor; how many windows there are, and speak of one. */
async function timed() {
  const catalog = catalogOf();
  const closures = closuresIn(catalog);
  const facts = factsOf(catalog, closures);
  const took: number[] = [];
  const cpu: number[] = [];
  const met = new Set<string>();
  let spoke = 0;
  for (let i = 0; i < REQUESTS + WARMING; i += 1) {
    const [from, since] = [performance.now(), process.threadCpuUsage()];
    const made = draft(asking(catalog, i), catalog, digestOf);
    const { version, digest } = made.artifact;
    const at = plus(BEGIN, i * HOUR_MS);
    const { rulings } = await askGates(
      facts,
      made.gates,
      { ...made, id: null, version, digest },
      at,
    );
    const asked = request(made, rulings, { ...REQUEST, catalog }, at);
    const { user, system } = process.threadCpuUsage(since);
    if (i >= WARMING) {
      took.push(performance.now() - from);
      cpu.push((user + system) / 1000);
    }
    if (isRefusal(asked)) throw new Error(asked.what);
    if (rulings.some(({ ruling }) => ruling.verdict !== 'pass' && ruling.code === 'unknown')) {
      throw new Error(`a gate could not be asked: ${JSON.stringify(rulings)}`);
    }
    const all = closures();
    for (const { name } of closingsAt(all, made, at)) met.add(name.split(/[ -]/)[0] ?? '');
    spoke += [...all.blackouts, ...all.windows].filter((one) => covers(one, made)).length;
  }
  const unmet = KINDS.filter((kind) => !met.has(kind));
  if (unmet.length > 0) throw new Error(`no request met any of ${unmet}: not all was measured`);
  const { blackouts, windows } = closures();
  const each = Math.round(spoke / (REQUESTS + WARMING));
  return { took, cpu, windows: blackouts.length + windows.length, each };
}

export async function benchRules(): Promise<readonly Figure[]> {
  const { took, cpu, windows, each } = await timed();
  const p99 = percentile(took, 0.99);
  const about = `${windows} windows (${each} speak of it), ${RULES} rules`;
  return [
    {
      figure: `one request, ${about}, p50`,
      value: `${short(percentile(took, 0.5))} ms`,
      target: '-',
      pass: null,
    },
    {
      figure: `one request, ${about}, p99`,
      value: `${short(p99)} ms`,
      target: `≤ ${AIM_MS} ms`,
      pass: p99 <= AIM_MS,
    },
    {
      figure: 'of that the processor, p99',
      value: `${short(percentile(cpu, 0.99))} ms`,
      target: '-',
      pass: null,
    },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) say(table(await benchRules()));
