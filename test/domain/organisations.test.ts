import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Catalog, Service } from '../../src/domain/catalog/catalog.ts';
import { groupsOf } from '../../src/domain/catalog/find.ts';
import { delegatorsOf } from '../../src/domain/catalog/stand-in.ts';
import { approve, withdraw } from '../../src/domain/deployment/approve.ts';
import { isApproved, slotsOf } from '../../src/domain/deployment/consent.ts';
import { type Deployment, subjectOf } from '../../src/domain/deployment/deployment.ts';
import { type Ask, draft } from '../../src/domain/deployment/draft.ts';
import { voidLapsed } from '../../src/domain/deployment/lapse.ts';
import { nobodyCould } from '../../src/domain/deployment/nobody-could.ts';
import { rule } from '../../src/domain/gates/index.ts';
import type { Approval, ApprovalRule } from '../../src/domain/governance/approval.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { arranged } from './arranged.ts';
import { NEW, NOON, OLD } from './sample.ts';
import { ALWAYS, ENVIRONMENT, SERVICE } from './small-house.ts';

/** Organisations nobody would draw up by hand: who asks, who wrote it, who presses what, who leaves. */
const PEOPLE = ['ana', 'bo', 'chen', 'dana', 'eli', 'fay'] as const;
const GROUPS = ['sre', 'owners-of-it', 'managers'] as const;
const person = fc.constantFrom(...PEOPLE);

/** How a rule asks the owners of what depends on the service; most rules do not. */
const asking = fc.record({
  ask: fc.constantFrom(...(['each', 'each', 'any'] as const)),
  depth: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
  most: fc.integer({ min: 1, max: 3 }),
});
const rules = fc.array(
  fc.record({
    groups: fc.uniqueArray(fc.constantFrom(...GROUPS, 'owners'), { minLength: 1 }),
    dependants: fc.option(asking, { nil: undefined }),
    quorum: fc.integer({ min: 1, max: 3 }),
    distinct: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);
/** What depends on the service: directly, or `behind` the one before; not all of it runs in production. */
const others = fc.array(
  fc.record({
    owners: fc.uniqueArray(fc.constantFrom(...GROUPS), { minLength: 1, maxLength: 2 }),
    behind: fc.boolean(),
    there: fc.boolean(),
  }),
  { maxLength: 4 },
);
const organisation = fc.record({
  members: fc.tuple(...GROUPS.map(() => fc.uniqueArray(person))),
  rules,
  others,
  asker: person,
  authors: fc.uniqueArray(person, { maxLength: 2 }),
  delegations: fc.array(fc.record({ from: person, to: person }), { maxLength: 3 }),
});
const click = fc.record({
  who: person,
  what: fc.constantFrom('approve', 'approve', 'approve', 'withdraw', 'leaves'),
});

interface Drawn {
  readonly members: readonly (readonly string[])[];
  readonly rules: readonly {
    readonly groups: readonly string[];
    readonly dependants: NonNullable<ApprovalRule['dependants']> | undefined;
    readonly quorum: number;
    readonly distinct: boolean;
  }[];
  readonly others: readonly {
    readonly owners: readonly string[];
    readonly behind: boolean;
    readonly there: boolean;
  }[];
  readonly asker: string;
  readonly authors: readonly string[];
  readonly delegations: readonly { readonly from: string; readonly to: string }[];
}

/** As a configuration is: one until somebody leaves. */
const catalogs = new WeakMap<ReadonlySet<string>, Catalog>();

function catalogOf(drawn: Drawn, gone: ReadonlySet<string>): Catalog {
  const known = catalogs.get(gone);
  if (known?.people.length === PEOPLE.length - gone.size) return known;
  const catalog = written(drawn, gone);
  catalogs.set(gone, catalog);
  return catalog;
}

function written(
  { members, rules: drawn, others: near, delegations }: Drawn,
  gone: ReadonlySet<string>,
): Catalog {
  return {
    version: '1',
    organisation: 'Acme',
    channel: '#deploys',
    environments: [ENVIRONMENT],
    services: [SERVICE, ...near.map(dependant)],
    people: PEOPLE.filter((id) => !gone.has(id)).map((id) => {
      return { id, name: id, accounts: [`U${id}`], zone: null };
    }),
    groups: GROUPS.map((name, i) => ({
      name,
      members: (members[i] ?? []).filter((id) => !gone.has(id)),
      mention: null,
    })),
    approvals: drawn.map((one, i) => ({
      ...one,
      name: `rule ${i}`,
      environments: ['production'],
      groups: [...one.groups, ...(one.dependants ? ['dependants'] : [])],
    })),
    blackouts: [],
    windows: [],
    breakGlass: { groups: [], lasts: 3_600_000, review: 172_800_000 },
    delegations: delegations.map((one) => ({ ...one, ...ALWAYS })),
  };
}

/** The service itself is `shop`; its dependants are `s0`, `s1` and so on. */
function dependant({ owners, behind, there }: Drawn['others'][number], i: number): Service {
  return {
    ...SERVICE,
    name: `s${i}`,
    owners,
    dependsOn: [behind && i > 0 ? `s${i - 1}` : 'shop'],
    environments: there ? SERVICE.environments : {},
  };
}

/** By hand: the owners of each that must have a yes of their own by this rule, none where they are too many. */
function mustHearOf({ dependants: how }: Drawn['rules'][number], { others: near }: Drawn) {
  if (how?.ask !== 'each') return [];
  const steps: number[] = [];
  for (const [i, { behind }] of near.entries())
    steps.push(behind && i > 0 ? (steps[i - 1] ?? 0) + 1 : 1);
  const reached = near.filter((one, i) => one.there && (steps[i] ?? 0) <= (how.depth ?? 9));
  const owners = new Set(reached.map((one) => one.owners.toSorted().join()));
  return owners.size > how.most ? [] : reached.map((one) => one.owners);
}

/** How many owners of each of those said yes. */
function hearingsBy(rule: Drawn['rules'][number], drawn: Drawn, yes: readonly string[]) {
  return mustHearOf(rule, drawn).map((owners) => {
    const theirs = drawn.members.filter((_, i) => owners.includes(GROUPS[i] ?? '')).flat();
    return { said: new Set(yes.filter((by) => theirs.includes(by))).size, quorum: rule.quorum };
  });
}

function ask({ asker, authors }: Drawn): Ask {
  const placement = SERVICE.environments.production;
  return {
    service: SERVICE,
    environment: ENVIRONMENT,
    placement,
    strategy: placement.strategy,
    artifact: NEW,
    previous: OLD,
    requestedBy: asker,
    authors,
    because: null,
    channel: null,
    withdrawMs: 0,
  };
}

const digest = (text: string): string => hash('sha256', text);

test('no accepted set contains an excluded person or lacks an owner of what depends on it (10,000 organisations)', () => {
  let accepted = 0;
  let refused = 0;
  let heard = 0;
  fc.assert(
    fc.property(organisation, fc.array(click, { maxLength: 12 }), (drawn, clicks) => {
      const gone = new Set<string>();
      const d = clicks.reduce((before, one) => after(before, one, drawn, gone), asked(drawn));
      const passed = passes(d);
      expect(passed).toBe(isApproved(d));
      if (nobodyCould(d, catalogOf(drawn, new Set()))) {
        expect(passed).toBe(false);
        refused += 1;
      }
      if (!passed) return;
      accepted += 1;
      const yes = d.approvals.flatMap((a) => [a.by, ...(a.for ?? [])]);
      const barred = [drawn.asker, ...drawn.authors, ...gone];
      expect(yes.filter((by) => barred.includes(by))).toEqual([]);
      expect(d.approvals.filter((a) => !a.rules?.length)).toEqual([]);
      expect(arranged(slotsOf(d), d.approvals, seatOf)).toBe(true);
      const hearings = drawn.rules.flatMap((one) => hearingsBy(one, drawn, yes));
      expect(hearings.filter(({ said, quorum }) => said < quorum)).toEqual([]);
      heard += hearings.length;
    }),
    { numRuns: 10_000 },
  );
  expect(accepted).toBeGreaterThan(500);
  expect(refused).toBeGreaterThan(500);
  expect(heard).toBeGreaterThan(500);
});

function asked(drawn: Drawn): Deployment {
  const made = draft(ask(drawn), catalogOf(drawn, new Set()), digest);
  return { ...made, id: 'D-1', requestedAt: NOON, expiresAt: null, wakeAt: NOON };
}

/** What one press, or somebody's leaving, makes of it. */
function after(
  d: Deployment,
  { who, what }: { readonly who: string; readonly what: string },
  drawn: Drawn,
  gone: Set<string>,
): Deployment {
  if (what === 'leaves') {
    gone.add(who);
    return voidLapsed(d, catalogOf(drawn, gone), NOON)?.rows[0]?.row ?? d;
  }
  const actor = acting(who, drawn, gone);
  const standsFor = delegatorsOf(catalogOf(drawn, gone), who, NOON);
  const change =
    what === 'approve'
      ? approve(d, actor, { planDigest: null, standsFor }, NOON)
      : withdraw(d, actor, NOON);
  return isRefusal(change) ? d : (change.rows[0]?.row ?? d);
}

function acting(who: string, drawn: Drawn, gone: ReadonlySet<string>): Actor {
  const kind = gone.has(who) ? 'deactivated' : 'member';
  const groups = groupsOf(catalogOf(drawn, gone), who);
  return { id: who, account: `U${who}`, name: who, kind, groups };
}

function passes(d: Deployment): boolean {
  return d.gates
    .filter((gate) => gate.kind === 'approval')
    .every((gate) => {
      const facts = { approvals: d.approvals };
      return rule(gate, facts, subjectOf(d), plus(NOON, 1)).ruling.verdict === 'pass';
    });
}

type Slot = ReturnType<typeof slotsOf>[number];

/** In whose right it counts: somebody and who speaks for them are one. */
function seatOf({ people }: Slot, a: Approval): string | undefined {
  return [a.by, ...(a.for ?? [])].find((person) => people.includes(person));
}
