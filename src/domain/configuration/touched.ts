import type { Catalog, Service } from '../catalog/catalog.ts';
import { groupsOf } from '../catalog/find.ts';
import { CODE_OWNERS, DEPENDANTS } from '../governance/approval.ts';
import type { Delegation } from '../governance/delegation.ts';
import type { Rotation } from '../governance/rotation.ts';
import { type Approvers, isAbout } from './approvers.ts';
import type { Change } from './differences.ts';

/** Of those who answer for the rules in force, the ones that a change reaches. */
export interface Touched {
  readonly rules: readonly Approvers[];
  /** Whose owners answer for it. */
  readonly services: readonly Service[];
  /** Who owns what it moves: a group or a person. */
  readonly owned: readonly { readonly name: string; readonly owner: string }[];
  readonly board: boolean;
}

/** The catalog in force, with its rules read once. */
export interface InForce {
  readonly catalog: Catalog;
  readonly rules: readonly Approvers[];
}

type Reach = (change: Change, now: InForce) => Partial<Touched>;

/**
 * What each section reaches. A change without `from` and `to` is any change of that part; what stands in no line reaches
 * nobody in particular.
 */
const REACHES: Readonly<Record<string, Reach>> = {
  approvals: reachesRule,
  services: reachesService,
  groups: ({ path: [, name = ''] }, now) => byGroups([name], now),
  people: ({ path: [, id = ''] }, now) => byPeople([id], now),
  delegations: (change, now) =>
    byPeople(
      movedOf<Delegation>(change, now.catalog.delegations).map(({ from }) => from),
      now,
    ),
  onCall: (change, { catalog, rules }) => {
    const groups = movedOf<Rotation>(change, catalog.onCall).map(({ group }) => group);
    return { rules: rules.filter(({ onCall }) => groups.some((group) => onCall.has(group))) };
  },
  blackouts: (change, now) => closing('blackout', change, now.catalog.blackouts, now),
  windows: (change, now) => closing('window', change, now.catalog.windows, now),
  feeds: (change, now) => closing('feed', change, now.catalog.feeds ?? [], now),
  notWhile: (change, now) => closing('rule', change, now.catalog.notWhile ?? [], now),
  environments: ({ path: [, name = ''] }, now) => ({ rules: rulesIn([name], now) }),
  'promotion order': (_, { rules }) => ({ rules }),
  cab: () => ({ board: true }),
  breakGlass: (_, now) => ({ rules: rulesIn(guardedBy(now), now), board: true }),
  peopleImport: (_, now) => ({ rules: rulesIn(guardedBy(now), now) }),
  secondFactor: (_, now) => {
    const asked = now.catalog.secondFactor?.approvals ?? [];
    return { rules: rulesIn([...guardedBy(now), ...asked], now) };
  },
  risk: (_, { catalog, rules }) => ({
    rules: rules.filter(({ rule }) => rule.risk !== undefined),
    board: catalog.cab?.impact.risk !== undefined,
  }),
};

export function touchedBy(change: Change, now: InForce): Touched {
  const reach = REACHES[change.path[0] ?? '']?.(change, now) ?? {};
  return { rules: [], services: [], owned: [], board: false, ...reach };
}

/** A rule itself; a new one, whose approvers may break the glass there, those that are there already. */
function reachesRule({ path: [, name], to }: Change, now: InForce): Partial<Touched> {
  const own = now.rules.filter(({ rule }) => rule.name === name);
  return { rules: own.length > 0 ? own : rulesIn(placesOf(to).environments ?? [], now) };
}

function reachesService(
  { path: [, name, key, place], from, to }: Change,
  now: InForce,
): Partial<Touched> {
  const { catalog, rules } = now;
  const services = catalog.services.filter((one) => one.name === name);
  const service = services[0] ?? (to as Service | undefined);
  if (!service) return {};
  const about = rules.filter(({ rule }) => isAbout(rule, service));
  const { tags = [], tiers = [] } = catalog.cab?.impact ?? {};
  switch (key) {
    case undefined: {
      const near = rules.filter((one) => !about.includes(one) && asksAsDependant(one, service));
      return { services, rules: [...about, ...near] };
    }
    case 'tags': {
      const left = { ...service, tags: listOf(to) };
      const ends = about.filter(({ rule }) => rule.tags && !isAbout(rule, left));
      return { services, rules: ends, board: service.tags.some((tag) => tags.includes(tag)) };
    }
    case 'tier':
      return { services, board: tiers.includes(service.tier) };
    case 'owners':
      return {
        services,
        rules: rules.filter((one) =>
          about.includes(one) ? service.owners.some(namedBy(one)) : asksAsDependant(one, service),
        ),
      };
    case 'codeOwners':
      return { services, rules: about.filter(({ rule }) => rule.groups.includes(CODE_OWNERS)) };
    case 'dependsOn': {
      const needs = [...listOf(from), ...listOf(to), ...(service.dependsOn ?? [])];
      return { services, rules: rules.filter((one) => asksDependantsOf(one, needs)) };
    }
    case 'environments': {
      const there = place === undefined ? Object.keys(service.environments) : [place];
      const inThem = new Set(rulesIn(there, now));
      return { services, rules: about.filter((one) => inThem.has(one)) };
    }
    default:
      return { services };
  }
}

function asksAsDependant(one: Approvers, { owners }: Service): boolean {
  return one.rule.groups.includes(DEPENDANTS) && owners.some(namedBy(one));
}

function asksDependantsOf({ rule, speaksOf }: Approvers, names: readonly string[]): boolean {
  return rule.groups.includes(DEPENDANTS) && speaksOf.some(({ name }) => names.includes(name));
}

/** Whoever is in these groups: the rules, the owners and the board that name them, and where they may ask. */
function byGroups(names: readonly string[], now: InForce): Partial<Touched> {
  const { catalog, rules } = now;
  const isOne = (group: string): boolean => names.includes(group);
  const asked = catalog.environments.filter(({ deployers }) => deployers.some(isOne));
  const places = [
    ...asked.map(({ name }) => name),
    ...(catalog.breakGlass.groups.some(isOne) ? guardedBy(now) : []),
  ];
  const there = new Set(rulesIn(places, now));
  return {
    rules: rules.filter((one) => there.has(one) || names.some(namedBy(one))),
    services: catalog.services.filter(({ owners }) => owners.some(isOne)),
    board: [...(catalog.cab?.groups ?? []), catalog.cab?.businessSeat ?? ''].some(isOne),
  };
}

/** Whoever is one of these people, or decides for them: all that their groups reach, and files of their own. */
function byPeople(ids: readonly string[], now: InForce): Partial<Touched> {
  const touched = byGroups(
    ids.flatMap((id) => groupsOf(now.catalog, id)),
    now,
  );
  const files = now.rules.filter(({ persons }) => ids.some((id) => persons.has(id)));
  return { ...touched, rules: [...new Set([...(touched.rules ?? []), ...files])] };
}

function namedBy({ groups, later }: Approvers): (group: string) => boolean {
  return (group) => groups.has(group) || later.has(group);
}

interface Placed {
  readonly name: string;
  readonly owner?: string;
  readonly environments: readonly string[];
  readonly services?: readonly string[] | undefined;
}

/** What is closed at times, and who answers for that: its owner, and the approvers of what it holds. */
function closing(
  kind: string,
  { path: [, name], to }: Change,
  all: readonly Placed[],
  now: InForce,
): Partial<Touched> {
  // Events of a calendar that share a name are told apart by a number.
  const is = (one: Placed): boolean =>
    name === one.name || name?.startsWith(`${one.name} (`) === true;
  const own = name === undefined ? all : all.filter(is);
  const places: readonly Partial<Placed>[] = own.length > 0 ? own : [placesOf(to)];
  const rules = places.flatMap(({ environments = [], services }) =>
    rulesIn(environments, now).filter(
      ({ speaksOf }) => !services || speaksOf.some((one) => services.includes(one.name)),
    ),
  );
  const owned = own.flatMap((one) =>
    one.owner === undefined ? [] : [{ name: `${kind} "${one.name}"`, owner: one.owner }],
  );
  return { rules: [...new Set(rules)], owned };
}

function rulesIn(environments: readonly string[], { rules }: InForce): readonly Approvers[] {
  return rules.filter(({ rule }) => rule.environments.some((one) => environments.includes(one)));
}

function guardedBy({ catalog }: InForce): readonly string[] {
  return catalog.environments.filter((one) => one.protected).map(({ name }) => name);
}

/** Where something speaks that was not there before. */
function placesOf(value: unknown): Partial<Placed> {
  const isPlaced = typeof value === 'object' && value !== null && 'environments' in value;
  return isPlaced ? (value as Placed) : {};
}

/** Of a list that is compared as a whole those that came or went; all of it where nobody says how it changes. */
function movedOf<T>({ from, to }: Change, current: readonly T[] = []): readonly T[] {
  if (from === undefined && to === undefined) return current;
  const [before, after] = [listOf<T>(from), listOf<T>(to)];
  const known = (all: readonly T[]) => new Set(all.map((one) => JSON.stringify(one)));
  const [was, is] = [known(before), known(after)];
  return [
    ...before.filter((one) => !is.has(JSON.stringify(one))),
    ...after.filter((one) => !was.has(JSON.stringify(one))),
  ];
}

function listOf<T = string>(value: unknown): readonly T[] {
  return Array.isArray(value) ? value : [];
}
