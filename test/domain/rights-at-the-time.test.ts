import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { groupsOf } from '../../src/domain/catalog/find.ts';
import { delegatorsOf } from '../../src/domain/catalog/stand-in.ts';
import { approve, withdraw } from '../../src/domain/deployment/approve.ts';
import { callOn } from '../../src/domain/deployment/call-on.ts';
import { isApproved, slotsOf } from '../../src/domain/deployment/consent.ts';
import { type Called, type Deployment, subjectOf } from '../../src/domain/deployment/deployment.ts';
import { draft } from '../../src/domain/deployment/draft.ts';
import { voidLapsed } from '../../src/domain/deployment/lapse.ts';
import { rule } from '../../src/domain/gates/index.ts';
import type { ApprovalSlot } from '../../src/domain/governance/approval.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { arranged } from './arranged.ts';
import { NEW, NOON, OLD } from './sample.ts';
import { ALWAYS, ENVIRONMENT, SERVICE } from './small-house.ts';

/** Organisations in which requests are handed on, files have owners, and people come and go between two presses. */
const PEOPLE = ['ana', 'bo', 'chen', 'dana', 'eli', 'fay'] as const;
const GROUPS = ['sre', 'security', 'owners-of-it'] as const;
const MINUTE = 60_000;
const person = fc.constantFrom(...PEOPLE);
const group = fc.constantFrom(...GROUPS);

const organisation = fc.record({
  members: fc.tuple(...GROUPS.map(() => fc.uniqueArray(person, { maxLength: 4 }))),
  rules: fc.array(
    fc.record({
      groups: fc.uniqueArray(fc.constantFrom(...GROUPS, 'code-owners'), { minLength: 1 }),
      quorum: fc.integer({ min: 1, max: 2 }),
      distinct: fc.boolean(),
      escalate: fc.array(
        fc.record({
          after: fc.constantFrom(10 * MINUTE, 30 * MINUTE),
          to: fc.uniqueArray(fc.constantFrom(...GROUPS, 'on-call', 'on-call'), { minLength: 1 }),
        }),
        { maxLength: 2 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  paths: fc.option(fc.uniqueArray(fc.constantFrom('db/a', 'web/b', 'docs/c'), { minLength: 1 })),
  onCall: fc.uniqueArray(person, { minLength: 1 }),
  asker: person,
  authors: fc.uniqueArray(person, { maxLength: 1 }),
  delegations: fc.array(fc.record({ from: person, to: person }), { maxLength: 2 }),
});
/** Often enough that every rung is reached by dozens of the organisations. */
const LATER = ['later', 'later'] as const;
const moves = fc.array(
  fc.record({
    what: fc.constantFrom('approve', 'approve', 'approve', 'withdraw', 'leaves', 'joins', ...LATER),
    who: person,
    group,
  }),
  { maxLength: 14 },
);
type Drawn = typeof organisation extends fc.Arbitrary<infer T> ? T : never;
type Groups = ReadonlyMap<string, readonly string[]>;

/** As a configuration is: one until it changes, which here its groups alone do. */
const catalogs = new WeakMap<Groups, Catalog>();

function catalogOf(drawn: Drawn, groups: Groups): Catalog {
  const catalog = catalogs.get(groups) ?? written(drawn, groups);
  catalogs.set(groups, catalog);
  return catalog;
}

function written(drawn: Drawn, groups: Groups): Catalog {
  const rotation = { each: 'week' as const, from: '2026-11-16T09:00', zone: 'UTC' };
  return {
    version: '1',
    organisation: 'Acme',
    channel: '#deploys',
    environments: [ENVIRONMENT],
    services: [{ ...SERVICE, codeOwners: CODE_OWNERS }],
    people: PEOPLE.map((id) => ({ id, name: id, accounts: [`U${id}`], zone: null })),
    groups: [...groups].map(([name, members]) => ({ name, members, mention: null })),
    approvals: drawn.rules.map((one, i) => {
      return { ...one, name: `rule ${i}`, environments: ['production'] };
    }),
    onCall: [{ ...rotation, group: 'owners-of-it', people: drawn.onCall }],
    blackouts: [],
    windows: [],
    breakGlass: { groups: [], lasts: 3_600_000, review: 172_800_000 },
    delegations: drawn.delegations.map((one) => ({ ...one, ...ALWAYS })),
  };
}

/** Who owns the database is one person, who owns the web a group; nobody owns the documents. */
const CODE_OWNERS = [
  { pattern: '/db/', owners: ['@fay'] },
  { pattern: '/web/', owners: ['@acme/security'] },
];

/** What somebody had a right to at the moment of their last yes, rule by rule, and in whose place. */
type Had = ReadonlyMap<string, ReadonlyMap<string, string>>;

interface World {
  readonly d: Deployment;
  readonly groups: Groups;
  readonly now: Instant;
  readonly had: Had;
}

const digest = (text: string): string => hash('sha256', text);

test('no rule is filled by somebody without a right under it at that time (10,000 organisations)', () => {
  const seen = {
    accepted: 0,
    open: 0,
    'handed on': 0,
    'on call': 0,
    'owner of files': 0,
    twice: 0,
  };
  fc.assert(
    fc.property(organisation, moves, (drawn, made) => {
      const start = begin(drawn);
      const { d, now, had } = made.reduce((world, one) => step(world, one, drawn, start), start);
      const passed = passes(d, now);
      expect(passed).toBe(isApproved(d));
      const barred: readonly string[] = [drawn.asker, ...drawn.authors];
      const spoke = d.approvals.flatMap((a) => [a.by, ...(a.for ?? [])]);
      expect(spoke.filter((one) => barred.includes(one))).toEqual([]);
      const yes = d.approvals.map(({ by }) => by);
      const could = arranged(slotsOf(d), yes, (slot, by) => had.get(by)?.get(slot.rule));
      if (passed) expect(could).toBe(true);
      // Of two distinct rules somebody and who speaks for them fill one.
      else if (drawn.delegations.length === 0) expect(could).toBe(false);
      seen[passed ? 'accepted' : 'open'] += 1;
      if (passed) for (const what of kindsOf(d)) seen[what] += 1;
    }),
    { numRuns: 10_000 },
  );
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(30);
});

/** Of what kinds the rights were by which it was accepted. */
function kindsOf({ approvals }: Deployment) {
  const rules = approvals.map((a) => a.rules ?? []);
  const others = rules.flat().flatMap(({ as }) => (as && as !== 'member' ? [as] : []));
  return [...others, ...(rules.some(({ length }) => length > 1) ? (['twice'] as const) : [])];
}

function begin(drawn: Drawn): World {
  const groups = new Map(GROUPS.map((name, i) => [name, drawn.members[i] ?? []]));
  const catalog = catalogOf(drawn, groups);
  const placement = SERVICE.environments.production;
  const ask = {
    ...{ service: catalog.services[0] ?? SERVICE, environment: ENVIRONMENT, placement },
    ...{ strategy: placement.strategy, artifact: NEW, previous: OLD },
    ...{ requestedBy: drawn.asker, authors: drawn.authors, paths: drawn.paths },
    ...{ because: null, channel: null, withdrawMs: 0 },
  };
  const made = draft(ask, catalog, digest);
  const d = { ...made, id: 'D-1' as const, requestedAt: NOON, expiresAt: null, wakeAt: NOON };
  return { d, groups, now: NOON, had: new Map() };
}

function step(
  world: World,
  { what, who, group: name }: { what: string; who: string; group: string },
  drawn: Drawn,
  start: World,
): World {
  const { groups, now } = world;
  switch (what) {
    case 'approve':
      return press(world, who, drawn, start);
    case 'withdraw': {
      const change = withdraw(world.d, acting(who, catalogOf(drawn, groups)), now);
      return isRefusal(change) ? world : { ...world, d: change.rows[0]?.row ?? world.d };
    }
    case 'later':
      return tended({ ...world, now: plus(now, 11 * MINUTE) }, drawn);
    default: {
      const others = (groups.get(name) ?? []).filter((one) => one !== who);
      const members = what === 'joins' ? [...others, who] : others;
      return tended({ ...world, groups: new Map([...groups, [name, members]]) }, drawn);
    }
  }
}

/** As a look does it: what lapsed is void, and who is due is called. */
function tended(world: World, drawn: Drawn): World {
  const catalog = catalogOf(drawn, world.groups);
  let { d } = world;
  for (;;) {
    const change = voidLapsed(d, catalog, world.now) ?? callOn(d, catalog, world.now);
    if (!change) return { ...world, d };
    d = change.rows[0]?.row ?? d;
  }
}

function press(world: World, who: string, drawn: Drawn, start: World): World {
  const { d, groups, now, had } = world;
  const catalog = catalogOf(drawn, groups);
  const standsFor = delegatorsOf(catalog, who, now);
  const change = approve(d, acting(who, catalog), { planDigest: null, standsFor }, now);
  if (isRefusal(change)) return world;
  const rights = slotsOf(d).flatMap((slot): [string, string][] => {
    const whose = inWhoseRight(slot, who, world, drawn, start);
    return whose === undefined ? [] : [[slot.rule, whose]];
  });
  return { ...world, d: change.rows[0]?.row ?? d, had: new Map([...had, [who, new Map(rights)]]) };
}

/** By hand: their own right at this moment, or that of the first who handed theirs to them. */
function inWhoseRight(
  slot: ApprovalSlot,
  who: string,
  { d, groups }: World,
  { asker, authors, delegations }: Drawn,
  { groups: then }: World,
): string | undefined {
  const named = (one: string): boolean => {
    const asked = slot.groups.some((name) => then.get(name)?.includes(one));
    const isOwner = slot.persons?.includes(one) ?? false;
    const isIn = slot.groups.some((name) => groups.get(name)?.includes(one));
    return isOwner || (asked && isIn);
  };
  const calls = (d.called ?? []).filter(
    (one: Called) => one.rule === slot.rule && one.why === 'escalation' && one.people.includes(who),
  );
  const rungs = (slot.escalate ?? []).filter((rung) => rung.people.includes(who));
  const called =
    calls.some((one) => one.onCall?.includes(who)) ||
    (calls.length > 0 &&
      rungs.some(({ to }) => to.some((name) => groups.get(name)?.includes(who))));
  if (named(who) || called) return who;
  const theirs = delegations.filter((one) => one.to === who).map(({ from }) => from);
  const free = theirs.filter((one) => one !== asker && !authors.includes(one));
  return free.find(named);
}

function acting(who: string, catalog: Catalog) {
  const kind = 'member' as const;
  return { id: who, account: `U${who}`, name: who, kind, groups: groupsOf(catalog, who) };
}

function passes(d: Deployment, now: Instant): boolean {
  return d.gates
    .filter((gate) => gate.kind === 'approval')
    .every((gate) => {
      const facts = { approvals: d.approvals };
      return rule(gate, facts, subjectOf(d), plus(now, 1)).ruling.verdict === 'pass';
    });
}
