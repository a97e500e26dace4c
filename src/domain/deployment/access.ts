import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { groupsOf, membersOf, placementOf } from '../catalog/find.ts';
import { canonicalText } from '../kernel/canonical.ts';
import type { Target } from '../kernel/target.ts';
import { glassGroups } from './glass-for.ts';
import { seatsFor } from './seats-for.ts';
import { askedThere } from './slots.ts';

/** One right of one person, by which rule and through which groups; `perhaps` where it is handed on to them. */
export interface Access {
  readonly environment: string;
  readonly service: string;
  readonly person: string;
  readonly may: 'deploy' | 'approve' | 'perhaps approve' | 'vote' | 'let break the glass';
  readonly rule: string;
  readonly groups: readonly string[];
  /** Without an account nothing of it can be used. */
  readonly account: boolean;
}

/** The places somebody asks about. */
export type Sees = (place: Target) => boolean;

/** Who may deploy what, and decide about it, in these places: the whole answer, service by service. */
export function accessTo(catalog: Catalog, sees: Sees = () => true): readonly Access[] {
  const everybody = catalog.people.map(({ id }) => id);
  const accounts = new Set(catalog.people.flatMap((p) => (p.accounts.length > 0 ? [p.id] : [])));
  const groups = new Map(everybody.map((id) => [id, groupsOf(catalog, id)]));
  const row = (person: string, right: Right): Access => {
    const through = (groups.get(person) ?? []).filter((group) => right.through.includes(group));
    const { environment, service, may, rule } = right;
    return {
      environment,
      service,
      person,
      may,
      rule,
      groups: through,
      account: accounts.has(person),
    };
  };
  return catalog.environments.flatMap((environment) =>
    catalog.services
      .filter((service) => placementOf(service, environment.name) !== null)
      .filter((service) => sees({ service: service.name, environment: environment.name }))
      .flatMap((service) => rightsThere(service, environment, catalog, everybody))
      .flatMap((right) => right.people.map((person) => row(person, right))),
  );
}

interface Right extends Pick<Access, 'environment' | 'service' | 'may' | 'rule'> {
  readonly people: readonly string[];
  readonly through: readonly string[];
}

function rightsThere(
  service: Service,
  environment: Environment,
  catalog: Catalog,
  everybody: readonly string[],
): readonly Right[] {
  const { deployers, name } = environment;
  const there = { environment: name, service: service.name };
  const seats = seatsFor({ environment }, catalog);
  const glass = glassGroups(service, catalog);
  return [
    {
      ...there,
      may: 'deploy',
      rule: `environments.${name}.deployers`,
      people: deployers.length > 0 ? membersOf(catalog, deployers) : everybody,
      through: deployers,
    },
    ...askedThere({ service, environment }, catalog).flatMap((asked): readonly Right[] => {
      const by = { ...there, rule: `approvals "${asked.rule}"` };
      const perhaps = [...new Set(asked.perhaps)].filter((one) => !asked.people.includes(one));
      return [
        { ...by, may: 'approve', people: asked.people, through: asked.groups },
        { ...by, may: 'perhaps approve', people: perhaps, through: [] },
      ];
    }),
    {
      ...there,
      may: 'vote',
      rule: 'cab.groups',
      people: membersOf(catalog, seats),
      through: seats,
    },
    {
      ...there,
      may: 'let break the glass',
      rule: 'breakGlass.groups',
      people: membersOf(catalog, glass),
      through: glass,
    },
  ];
}

/** Parts of a catalog that give nobody any right; what is not named here is taken to. */
const BESIDES: ReadonlySet<string> = new Set([
  ...['version', 'organisation', 'channel', 'holidays', 'blackouts', 'windows', 'locks', 'breaker'],
  ...[
    'notWhile',
    'failureModes',
    'tickets',
    'changes',
    'reviews',
    'alerts',
    'incidents',
    'risk',
    'secondFactor',
    'probes',
    'delegations',
  ],
]);

/** A text that two catalogs share only where `accessTo` says the same of both. */
export function accessText(catalog: Catalog): string {
  return canonicalText(Object.entries(catalog).filter(([part]) => !BESIDES.has(part)));
}
