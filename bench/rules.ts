/**
 * One request against a rule book nobody should have: 1,000 blackouts, most of which come back, and 5,000
 * approval rules, over 200 services in 5 environments. Timed is what a request costs in decisions: the plan
 * with its gates and every rule resolved to people, then the facts and the rulings. What the database would
 * answer is answered at once. `node bench/rules.ts`.
 */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Catalog, Environment, Service } from '../src/domain/catalog/catalog.ts';
import { draft } from '../src/domain/deployment/draft.ts';
import { askGates } from '../src/domain/gates/index.ts';
import { BreakGlassRule } from '../src/domain/governance/break-glass.ts';
import { closuresOf } from '../src/domain/governance/calendar-copies.ts';
import { Blackout } from '../src/domain/governance/window.ts';
import { type Instant, instant, plus } from '../src/domain/kernel/time.ts';
import { defaultStrategy } from '../src/domain/strategies/index.ts';
import { Criteria } from '../src/domain/verdict/criteria.ts';
import { createFacts } from '../src/facts/gather.ts';
import type { Records } from '../src/ports/records.ts';
import { type Figure, percentile, say, short, table } from './figure.ts';

const WINDOWS = 1_000;
const RULES = 5_000;
const SERVICES = 200;
const PEOPLE = 400;
const GROUPS = 100;
const ENVIRONMENTS = ['dev', 'test', 'staging', 'canary', 'production'];
const REQUESTS = 1_500;
const WARMING = 100;
const AIM_MS = 20;
/** A Wednesday in November; each request asks at a moment of its own. */
const BEGIN: Instant = instant(Date.UTC(2026, 10, 18, 10));
const HOUR_MS = 3_600_000;
const REPEATS = ['FREQ=WEEKLY;BYDAY=SA,SU', 'FREQ=DAILY', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=YEARLY'];
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Singapore', 'UTC'];

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

/** An eleventh of them speak about everything in an environment. */
function blackout(i: number): Blackout {
  return Blackout.parse({
    name: `blackout ${i}`,
    environments: [pick(ENVIRONMENTS, i)],
    ...(i % 11 === 0 ? {} : { services: [placed(i)] }),
    owner: 'group-1',
    zone: pick(ZONES, i),
    from: `20${20 + (i % 7)}-0${1 + (i % 9)}-1${i % 9}T0${i % 9}:00`,
    for: '1h',
    ...(i % 5 === 0 ? {} : { repeat: pick(REPEATS, i) }),
  });
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
    blackouts: count(WINDOWS).map(blackout),
    windows: [],
    breakGlass: BreakGlassRule.parse({}),
  };
}

/** Milliseconds of each request, one after the other as they would come. */
async function timed(): Promise<readonly number[]> {
  const catalog = catalogOf();
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const records = {
    locksAt: async () => [],
    blackouts: async () => [],
    breakers: async () => [],
    closures: async (rules) => closuresOf(rules, [], () => ({ why: 'there are no copies' })),
    deployments: async () => [],
    isVerified: async () => true,
  } satisfies Partial<Records>;
  const facts = createFacts({
    catalog: () => catalog,
    configurations: { at: async () => catalog },
    records: records as unknown as Records,
  });
  const took: number[] = [];
  let met = 0;
  for (let i = 0; i < REQUESTS + WARMING; i += 1) {
    const from = performance.now();
    const made = draft(
      {
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
      },
      catalog,
      digest,
    );
    const { version, digest: what } = made.artifact;
    const at = plus(BEGIN, i * HOUR_MS);
    const { rulings } = await askGates(
      facts,
      made.gates,
      { ...made, id: null, version, digest: what },
      at,
    );
    if (rulings.some(({ ruling }) => ruling.verdict !== 'pass' && ruling.code === 'unknown')) {
      throw new Error(`a gate could not be asked: ${JSON.stringify(rulings)}`);
    }
    if (i >= WARMING) took.push(performance.now() - from);
    if (rulings.some(({ gate, ruling }) => gate === 'blackout' && ruling.verdict === 'wait'))
      met += 1;
  }
  if (met === 0) throw new Error('no request met a blackout: nothing was measured');
  return took;
}

export async function benchRules(): Promise<readonly Figure[]> {
  const took = await timed();
  const p99 = percentile(took, 0.99);
  const about = `${WINDOWS} windows, ${RULES} rules`;
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
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) say(table(await benchRules()));
